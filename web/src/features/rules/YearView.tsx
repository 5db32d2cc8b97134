import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'

import { monthsOf } from './calendars'
import type { CalendarRow } from './model'
import { useWords } from './words'

/** A year of a calendar: how many hours count on each day. */
export function YearView({ calendar }: { readonly calendar: CalendarRow['calendar'] }): ReactNode {
  const words = useWords().calendars
  const { post } = useBackend()
  const [year, setYear] = useState(() => new Date().getFullYear())
  const found = useQuery({ queryKey: ['rule-year', calendar, year], queryFn: () => post('/api/rules/preview-calendar', { calendar, year }), placeholderData: keepPreviousData, retry: false })
  const shown = found.data
  return (
    <div className="rule-year">
      <header>
        <Button size="small" aria-label={words.previous} onClick={() => setYear(year - 1)}>‹</Button>
        <b>{words.year(year)}</b>
        <Button size="small" aria-label={words.next} onClick={() => setYear(year + 1)}>›</Button>
      </header>
      {shown !== undefined && (
        <ol data-testid="year">
          {monthsOf(shown.year, shown.hours).map((days, month) => (
            <li key={words.months[month]}>
              <span>{words.months[month]}</span>
              {days.map(({ day, hours }) => {
                const label = words.counted(day, hours.toFixed(1))
                return <i key={day} title={label} aria-label={label} data-hours={hours === 0 ? 'none' : hours < 6 ? 'few' : 'many'} />
              })}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

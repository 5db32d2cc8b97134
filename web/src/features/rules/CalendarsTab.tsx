import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import { CalendarDialog } from './CalendarDialog'
import type { CalendarRow } from './model'
import { useWords } from './words'
import { YearView } from './YearView'

/** The calendars: hours of the week, holidays, own days, and how a year looks. */
export function CalendarsTab(): ReactNode {
  const words = useWords().calendars
  const { post, session } = useBackend()
  const [editing, setEditing] = useState<{ readonly row: CalendarRow | null } | null>(null)
  const found = useQuery({ queryKey: ['rules', 'calendars'], queryFn: () => post('/api/rules/list-calendars', {}) })
  const may = session.account.permissions.includes('rules.edit')
  return (
    <section className="list" data-testid="calendars">
      {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
      {may && <div className="list-bar"><Button type="primary" data-testid="calendar-add" onClick={() => setEditing({ row: null })}>{words.add}</Button></div>}
      {found.isPending && <Skeleton active />}
      {(found.data?.calendars ?? []).map((row) => (
        <article key={row.code} className="rule-calendar" data-testid={`calendar-${row.code}`}>
          <header>
            <h3>{row.name}</h3>
            <code>{row.code}</code>
            <span className="calm">{row.edition === 0 ? words.shipped : words.own}</span>
            {may && <Button size="small" data-testid="calendar-edit" onClick={() => setEditing({ row })}>{words.edit}</Button>}
          </header>
          <Hours row={row} />
          <YearView calendar={row.calendar} />
        </article>
      ))}
      {editing !== null && (
        <CalendarDialog
          row={editing.row}
          onClose={() => {
            setEditing(null)
            void found.refetch()
          }}
        />
      )}
    </section>
  )
}

function Hours({ row }: { readonly row: CalendarRow }): ReactNode {
  const words = useWords().calendars
  return (
    <>
      {row.calendar.hours.map((one) => (
        <p key={`${one.start}-${one.end}-${one.weekdays.join('')}`}>{`${one.weekdays.map((day) => words.weekdays[day] ?? '').join('、')} ${one.start}–${one.end}`}</p>
      ))}
      <p className="calm">{row.rules.length === 0 ? words.unused : `${words.used}：${row.rules.join('、')}`}</p>
    </>
  )
}

import './alerts.css'
import '@/shared/ui/list.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { clockTime } from '@/shared/time/format'
import { useNow } from '@/shared/time/useNow'

import { DeleteRoster } from './DeleteRoster'
import { RosterDialog } from './RosterDialog'
import { useChoices, useFollowing } from './useAlerts'
import { daysOf, weekOf } from './week'
import { useWords } from './words'

export type Roster = Answer<'/api/alerts/list-rosters'>['rosters'][number]
type People = Readonly<Record<string, string>>

/** 值班表: who is on duty now and in the week, and writing it down. */
export default function RostersPage(): ReactNode {
  const words = useWords().rosters
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const choices = useChoices()
  const [week, setWeek] = useState(0)
  const [dialog, setDialog] = useState<{ readonly roster: Roster | null } | null>(null)
  const [since, until] = weekOf(session.institution.time_zone, week, new Date())
  const found = useQuery({ queryKey: ['alerts', 'rosters', since], queryFn: () => post('/api/alerts/list-rosters', { since, until }), refetchInterval: 60_000 })
  useFollowing(`alerts-rosters:${session.institution.id}`)
  const may = session.account.permissions.includes('alerts.rosters')
  const rosters = found.data?.rosters ?? []
  const again = () => void queries.invalidateQueries({ queryKey: ['alerts', 'rosters'] })
  return (
    <main className="page">
      <section className="list" aria-label={words.title} data-testid="rosters">
        {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
        <div className="list-bar">
          {may && <Button type="primary" data-testid="add" onClick={() => setDialog({ roster: null })}>{words.add}</Button>}
          <Button onClick={() => setWeek(week - 1)}>{words.previous}</Button>
          <Button disabled={week === 0} onClick={() => setWeek(0)}>{words.today}</Button>
          <Button onClick={() => setWeek(week + 1)}>{words.next}</Button>
        </div>
        {found.isPending && <Skeleton active />}
        {found.isSuccess && rosters.length === 0 && <p className="calm roster">{words.none}</p>}
        {rosters.map((roster) => (
          <article key={roster.roster_id} className="roster" data-testid={`roster-${roster.roster_id}`}>
            <header>
              <h3>{roster.name}</h3>
              <code>{roster.roster_id}</code>
              <span className="roster-now" data-nobody={roster.now.length === 0}>{`${words.now}：${namesOf(roster.now, found.data?.people ?? {}, words.nobody)}`}</span>
              {may && <Button data-testid="edit" onClick={() => setDialog({ roster })}>{words.edit}</Button>}
              {may && <DeleteRoster roster={roster} onDone={again} />}
            </header>
            <Week roster={roster} since={since} people={found.data?.people ?? {}} />
          </article>
        ))}
      </section>
      {dialog !== null && (
        <RosterDialog
          roster={dialog.roster}
          choices={choices}
          onClose={() => {
            setDialog(null)
            again()
          }}
        />
      )}
    </main>
  )
}

function namesOf(accounts: readonly string[], people: People, nobody: string): string {
  return accounts.length === 0 ? nobody : accounts.map((account) => people[account] ?? account).join('、')
}

function Week({ roster, since, people }: { readonly roster: Roster; readonly since: string; readonly people: People }): ReactNode {
  const words = useWords().rosters
  const zone = useBackend().session.institution.time_zone
  const now = useNow()
  return (
    <ol className="roster-week" aria-label={words.week}>
      {daysOf(roster.stretches, since, zone).map(({ start, stretches }, place) => {
        const day = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, month: '2-digit', day: '2-digit' }).format(new Date(start))
        const today = Date.parse(start) <= now && now < Date.parse(start) + 86_400_000
        return (
          <li key={start} className="roster-day" data-today={today}>
            <h4>{`${words.weekdays[place] ?? ''} ${day}`}</h4>
            {stretches.map((one) => (
              <p key={one.start} data-nobody={one.accounts.length === 0}>
                <time>{`${clockTime(one.start, zone)}–${clockTime(one.end, zone)}`}</time>
                {` ${namesOf(one.accounts, people, words.nobody)}`}
              </p>
            ))}
          </li>
        )
      })}
    </ol>
  )
}

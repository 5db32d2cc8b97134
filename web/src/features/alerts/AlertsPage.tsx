import './alerts.css'
import '@/shared/ui/list.css'

import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { ExportButton } from '@/shared/jobs/ExportButton'
import { useNow } from '@/shared/time/useNow'

import { AlertTable } from './AlertTable'
import { DeedDialogs } from './DeedDialogs'
import { Filters } from './Filters'
import { askedOf, DEEDS, type Deed, type Filters as Asked, FIRST, fit, type Page, type Row } from './model'
import { StoryDrawer } from './StoryDrawer'
import { useAlertKeys, bring, moved } from './useAlertKeys'
import { useAlerts, useChoices } from './useAlerts'
import { useDeeds } from './useDeeds'
import { useShownAlert } from './useShownAlert'
import { useWords } from './words'

const SIZE = 50

/** 预警中心: every alert, by default what is open with the most urgent first; it follows what happens. */
export default function AlertsPage(): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const [filters, setFilters] = useState(FIRST)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [at, setAt] = useState<string | null>(null)
  const { page, loading, error, again } = useAlerts(filters, cursors.at(-1) ?? null, SIZE)
  const choices = useChoices()
  const shown = useShownAlert()
  const deeds = useDeeds(() => {
    setChosen([])
    again()
  })
  const now = useNow()
  const rows = page?.rows ?? []
  const handles = session.account.permissions.includes('alerts.handle')
  const ask = (next: Asked) => {
    setFilters(next)
    setCursors([])
    setChosen([])
  }
  const ticked = rows.filter((row) => chosen.includes(row.id))
  const meant = ticked.length > 0 ? ticked : rows.filter((row) => row.id === at)
  useAlertKeys(
    {
      move: (by) => {
        const next = moved(rows, at, by)
        setAt(next)
        if (next !== null) bring(next)
      },
      deed: (deed) => handles && deeds.begin(deed, fit(meant, deed, session.account.id)),
      story: () => at !== null && shown.show(at),
      tick: () => at !== null && setChosen(chosen.includes(at) ? chosen.filter((id) => id !== at) : [...chosen, at]),
    },
    deeds.asking === null && shown.id === null,
  )
  return (
    <main className="page alerts">
      <section className="list" aria-label={words.title} data-testid="alerts">
        {error !== null && <Alert banner type="warning" title={`${words.stale} · ${explain(error)}`} />}
        <Filters value={filters} choices={choices} onChange={ask}>
          {session.account.permissions.includes('alerts.export') && <ExportButton label={words.export} start={(language) => post('/api/alerts/export-alerts', { ...askedOf(filters, session.account.id), language }, 'command')} />}
        </Filters>
        {handles && <Batch rows={ticked} me={session.account.id} onDeed={deeds.begin} onClear={() => setChosen([])} />}
        <AlertTable rows={rows} choices={choices} loading={loading} empty={filters.view === 'open' ? words.calm : words.empty} now={now} at={at} chosen={chosen} onChoose={setChosen} onSelect={setAt} onStory={shown.show} onDeed={deeds.begin} />
        {page !== undefined && <Pages page={page} number={cursors.length + 1} onBack={() => setCursors(cursors.slice(0, -1))} onNext={(next) => setCursors([...cursors, next])} />}
      </section>
      <DeedDialogs deeds={deeds} />
      {shown.id !== null && <StoryDrawer key={shown.id} id={shown.id} deeds={deeds} handles={handles} onClose={shown.close} />}
    </main>
  )
}

interface BatchProps {
  readonly rows: readonly Row[]
  readonly me: string
  readonly onDeed: (deed: Deed, ids: readonly string[]) => void
  readonly onClear: () => void
}

/** What can be done to all that are ticked, and the keys. */
function Batch({ rows, me, onDeed, onClear }: BatchProps): ReactNode {
  const words = useWords()
  if (rows.length === 0) return <div className="list-bar alert-keys">{`↑ ↓ ${words.keys.move} · a ${words.keys.take} · d ${words.keys.close} · ${words.keys.space} ${words.keys.tick} · Enter ${words.keys.story}`}</div>
  return (
    <div className="list-bar" data-testid="batch">
      <span>{words.chosen(rows.length)}</span>
      {DEEDS.map((deed) => {
        const ids = fit(rows, deed, me)
        return ids.length === 0 ? null : <Button key={deed} size="small" data-testid={`batch-${deed}`} onClick={() => onDeed(deed, ids)}>{`${words.act[deed]} (${ids.length})`}</Button>
      })}
      <Button size="small" type="text" onClick={onClear}>{words.clear}</Button>
    </div>
  )
}

interface PagesProps {
  readonly page: Page
  readonly number: number
  readonly onBack: () => void
  readonly onNext: (cursor: string) => void
}

function Pages({ page, number, onBack, onNext }: PagesProps): ReactNode {
  const words = useWords()
  return (
    <nav className="list-pager">
      <span data-testid="total">{words.total(page.total, page.more)}</span>
      <Button disabled={number === 1} onClick={onBack}>{words.previous}</Button>
      <span>{words.page(number)}</span>
      <Button disabled={page.next === null} onClick={() => page.next !== null && onNext(page.next)}>{words.next}</Button>
    </nav>
  )
}

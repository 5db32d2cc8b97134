import '@/shared/ui/list.css'
import './rules.css'

import { Alert, Skeleton, Tabs } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'

import { explain } from '@/shared/i18n/explain'

import { CalendarsTab } from './CalendarsTab'
import { EffectBanner } from './EffectBanner'
import { RuleDrawer } from './RuleDrawer'
import { RuleList } from './RuleList'
import { useRuleBook } from './useRules'
import { WantedTab } from './WantedTab'
import { useWords } from './words'

// The editor brings the visual query builder with it: only who edits loads it.
const RuleEditor = lazy(() => import('./RuleEditor'))

/** Which rule is written: one of the list, a copy of one (`from`), or a new one. */
interface Editing {
  readonly code: string | null
  readonly from: string | null
}

/** 预警规则: all rules and what they do, writing them, the calendars, and the warnings that the requirements name. */
export default function RulesPage(): ReactNode {
  const words = useWords()
  const { book, error, again } = useRuleBook()
  const [shown, setShown] = useState<string | null>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  if (editing !== null) {
    return (
      <Suspense fallback={<Skeleton active />}>
        <RuleEditor
          code={editing.code}
          from={editing.from}
          rules={book?.rules ?? []}
          onClose={() => {
            setEditing(null)
            again()
          }}
        />
      </Suspense>
    )
  }
  const edit = (code: string | null, from: string | null = null) => {
    setShown(null)
    setEditing({ code, from })
  }
  const rules = (
    <section className="list" aria-label={words.title} data-testid="rules">
      {error !== null && <Alert banner type="warning" title={explain(error)} />}
      {book === undefined ? <Skeleton active /> : <><EffectBanner effect={book.effect} /><RuleList book={book} onShow={setShown} onAdd={() => edit(null)} onDone={again} /></>}
    </section>
  )
  const items = [
    { key: 'rules', label: words.tabs.rules, children: rules },
    { key: 'calendars', label: <span data-testid="tab-calendars">{words.tabs.calendars}</span>, children: <CalendarsTab /> },
    { key: 'wanted', label: <span data-testid="tab-wanted">{words.tabs.wanted}</span>, children: <WantedTab onShow={setShown} /> },
  ]
  return (
    <main className="page rules-page">
      <Tabs items={items} destroyOnHidden />
      {shown !== null && (
        <RuleDrawer
          code={shown}
          wrong={book?.effect.wrong[shown]}
          onClose={() => setShown(null)}
          onEdit={() => edit(shown)}
          onCopy={() => edit(null, shown)}
          onDone={again}
        />
      )}
    </main>
  )
}

import { Button, Input, Segmented, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Moment } from '@/shared/ui/Moment'

import { type Choices, type Filters as Asked, FIRST, ORDERS, type View, VIEWS } from './model'
import { useWords } from './words'

interface Props {
  readonly value: Asked
  readonly choices: Choices
  readonly onChange: (next: Asked) => void
  /** What else can be done with what is shown. */
  readonly children?: ReactNode
}

const LEVELS = ['high', 'medium', 'low', 'info'] as const

/** What is shown of all alerts; every choice asks at once. */
export function Filters({ value, choices, onChange, children }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const english = i18n.language === 'en'
  const set = (change: Partial<Asked>) => onChange({ ...value, ...change })
  return (
    <div className="alert-filters" role="search">
      <Segmented<View> value={value.view} data-testid="alert-view" options={VIEWS.map((view) => ({ value: view, label: words.views[view] }))} onChange={(view) => set({ view })} />
      <Select allowClear placeholder={words.level} aria-label={words.level} data-testid="filter-level" value={value.level} options={LEVELS.map((level) => ({ value: level, label: words.levels[level] }))} onChange={(level: Asked['level'] | undefined) => set({ level: level ?? null })} />
      <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={words.rule} aria-label={words.rule} className="alert-rule-filter" value={value.rule} options={choices.rules.map((rule) => ({ value: rule.code, label: `${english ? rule.en : rule.zh} · ${rule.code}` }))} onChange={(rule: string | undefined) => set({ rule: rule ?? null })} />
      <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={words.owner} aria-label={words.owner} disabled={value.view === 'mine'} value={value.view === 'mine' ? null : value.owner} options={choices.people.map(({ id, name }) => ({ value: id, label: name }))} onChange={(owner: string | undefined) => set({ owner: owner ?? null })} />
      <Search key={value.says} says={value.says} onSearch={(says) => set({ says })} />
      <span className="alert-moment"><Moment placeholder={words.from} value={value.from} onChange={(from) => set({ from })} /></span>
      <span className="alert-moment"><Moment placeholder={words.until} value={value.until} onChange={(until) => set({ until })} /></span>
      <Select aria-label={words.order} value={value.sort} options={ORDERS.map((sort) => ({ value: sort, label: words.orders[sort] }))} onChange={(sort: Asked['sort']) => set({ sort })} />
      <Button data-testid="reset" onClick={() => onChange(FIRST)}>{words.clearFilters}</Button>
      {children}
    </div>
  )
}

function Search({ says, onSearch }: { readonly says: string; readonly onSearch: (says: string) => void }): ReactNode {
  const words = useWords()
  const [typed, setTyped] = useState(says)
  return <Input allowClear className="alert-search" placeholder={words.says} aria-label={words.says} data-testid="filter-says" value={typed} onChange={(event) => setTyped(event.target.value)} onPressEnter={() => onSearch(typed)} onBlur={() => typed !== says && onSearch(typed)} />
}

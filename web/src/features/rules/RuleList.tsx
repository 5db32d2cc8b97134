import { Button, Input, Select, Switch, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'

import { LevelMark, StateMark } from './Marks'
import { ALL, chosen, type Filters, LEVELS, type RuleBook, type RuleRow, type State, stateOf } from './model'
import { SwitchDialog } from './SwitchDialog'
import { useFired, useVocabulary } from './useRules'
import { named, useBoth, useWords } from './words'

interface Props {
  readonly book: RuleBook
  readonly onShow: (code: string) => void
  readonly onAdd: () => void
  readonly onDone: () => void
}

const STATES: readonly State[] = ['on', 'off', 'wrong', 'pending']
const ORIGINS = ['shipped', 'changed', 'own'] as const

/** The rules with their filters; a rule is opened with a click or Enter, switched on and off with a comment. */
export function RuleList({ book, onShow, onAdd, onDone }: Props): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  const [filters, setFilters] = useState<Filters>(ALL)
  const [switching, setSwitching] = useState<RuleRow | null>(null)
  const may = session.account.permissions.includes('rules.edit')
  const columns = useColumns(book, may, setSwitching)
  return (
    <>
      <div className="rule-filters" role="search">
        <Input.Search allowClear aria-label={words.search} placeholder={words.search} data-testid="rule-search" value={filters.search} onChange={({ target }) => setFilters({ ...filters, search: target.value })} />
        <Select allowClear aria-label={words.level} placeholder={words.anyLevel} value={filters.level} onChange={(level: string | undefined) => setFilters({ ...filters, level: level ?? null })} options={LEVELS.map((value) => ({ value, label: words.levels[value] }))} />
        <Select allowClear aria-label={words.state} placeholder={words.anyState} value={filters.state} onChange={(state: State | undefined) => setFilters({ ...filters, state: state ?? null })} options={STATES.map((value) => ({ value, label: words.states[value] }))} />
        <Select allowClear aria-label={words.origin} placeholder={words.anyOrigin} value={filters.origin} onChange={(origin: string | undefined) => setFilters({ ...filters, origin: origin ?? null })} options={ORIGINS.map((value) => ({ value, label: words.origins[value] }))} />
        {may && <Button type="primary" data-testid="rule-add" onClick={onAdd}>{words.add}</Button>}
      </div>
      <Table<RuleRow>
        rowKey="code"
        size="middle"
        columns={columns}
        dataSource={[...chosen(book, filters)]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: words.empty }}
        onRow={(row) => ({
          tabIndex: 0,
          'data-testid': `rule-${row.code}`,
          'data-state': stateOf(row, book.effect),
          className: 'rule-row',
          onClick: () => onShow(row.code),
          onKeyDown: ({ key, target, currentTarget }) => {
            if (key === 'Enter' && target === currentTarget) onShow(row.code)
          },
        })}
      />
      {switching !== null && <SwitchDialog row={switching} onClose={() => setSwitching(null)} onDone={onDone} />}
    </>
  )
}

function useColumns(book: RuleBook, may: boolean, onSwitch: (row: RuleRow) => void): TableColumnsType<RuleRow> {
  const words = useWords()
  const both = useBoth()
  const vocabulary = useVocabulary()
  const fired = useFired()
  const zone = useBackend().session.institution.time_zone
  const facts = new Map(vocabulary?.facts.map((one) => [one.fact, both(one)]))
  const measures = new Map(vocabulary?.measures.map((one) => [one.measure, both(one)]))
  const roles = new Map(vocabulary?.roles.map(({ id, name }) => [id, name]))
  const about = (row: RuleRow) => {
    const first = row.measure === '' ? (row.facts[0] ?? '') : row.measure
    return `${facts.get(first) ?? measures.get(first) ?? first}${row.facts.length > 1 ? words.more(row.facts.length) : ''}`
  }
  const who = (row: RuleRow) => row.to.map(({ kind, name }) => (kind === 'role' ? (roles.get(name) ?? name) : words.editor.recipients[kind])).join('、')
  const columns: TableColumnsType<RuleRow> = [
    { key: 'name', title: words.name, render: (_, row) => <span className="rule-name"><b>{both(row)}</b><code>{row.code}</code></span> },
    { key: 'level', title: words.level, render: (_, row) => <LevelMark level={row.level} /> },
    { key: 'trigger', title: words.trigger, render: (_, row) => <span className="rule-name">{named(words.triggers, row.trigger)}<small>{about(row)}</small></span> },
    { key: 'to', title: words.to, className: 'rule-to', render: (_, row) => who(row) },
    { key: 'origin', title: words.origin, render: (_, row) => <span className="rule-origin" data-origin={row.origin}>{words.origins[row.origin]}</span> },
    { key: 'changed', title: words.changed, className: 'figures', render: (_, row) => (row.changed_at === null ? '—' : moment(row.changed_at, zone)) },
  ]
  if (fired !== null) columns.push({ key: 'fired', title: words.fired, align: 'right', className: 'figures', sorter: (a, b) => (fired[a.code] ?? 0) - (fired[b.code] ?? 0), render: (_, row) => fired[row.code] ?? 0 })
  columns.push({
    key: 'state',
    title: words.state,
    fixed: 'right',
    onCell: () => ({ onClick: (event) => event.stopPropagation() }),
    render: (_, row) => (
      <span className="rule-switch">
        {may && <Switch size="small" checked={row.enabled} aria-label={`${words.states.on} ${row.code}`} data-testid="rule-switch" onChange={() => onSwitch(row)} />}
        <StateMark row={row} state={stateOf(row, book.effect)} />
      </span>
    ),
  })
  return columns
}

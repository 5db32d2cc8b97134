import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Segmented, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import type { Required } from './model'
import { useBoth, useWords } from './words'

type Shown = 'all' | 'built' | 'waiting'

/** 预警清单: every warning that the requirements name, and the rule or the room that carries it out, or what it waits for. */
export function WantedTab({ onShow }: { readonly onShow: (code: string) => void }): ReactNode {
  const words = useWords().wanted
  const { post } = useBackend()
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  const found = useQuery({ queryKey: ['rules', 'required'], queryFn: () => post('/api/rules/list-required', {}) })
  const all = found.data?.required ?? []
  const wanted = search.trim().toLowerCase()
  const rows = all.filter((row) => `${row.code} ${row.name}`.toLowerCase().includes(wanted) && (shown === 'all' || (shown === 'built') === isBuilt(row)))
  return (
    <section className="list" aria-label={words.title} data-testid="wanted">
      {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
      <div className="rule-filters" role="search">
        <Input.Search allowClear aria-label={words.search} placeholder={words.search} value={search} onChange={({ target }) => setSearch(target.value)} />
        <Segmented<Shown> value={shown} onChange={setShown} options={[{ value: 'all', label: words.all }, { value: 'built', label: words.done }, { value: 'waiting', label: words.waiting }]} />
        <span className="calm">{words.count(all.filter(isBuilt).length, all.length)}</span>
      </div>
      <Table<Required> rowKey="code" size="small" loading={found.isPending} columns={useColumns(found.data?.working ?? [], onShow)} dataSource={rows} pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }} />
    </section>
  )
}

function useColumns(working: readonly string[], onShow: (code: string) => void): TableColumnsType<Required> {
  const all = useWords()
  const words = all.wanted
  const both = useBoth()
  return [
    { key: 'code', title: all.code, className: 'figures', dataIndex: 'code' },
    { key: 'name', title: all.name, className: 'rule-wide', render: (_, row) => both(nameOf(row.name)) },
    { key: 'trigger', title: all.trigger, className: 'rule-wide', dataIndex: 'trigger' },
    { key: 'threshold', title: words.threshold, className: 'rule-wide', render: (_, row) => plain(row.threshold) },
    { key: 'levels', title: all.level, render: (_, row) => plain(row.levels) },
    { key: 'recipients', title: words.recipients, className: 'rule-wide', render: (_, row) => plain(row.recipients) },
    { key: 'escalation', title: words.escalation, className: 'rule-wide', render: (_, row) => plain(row.escalation) },
    { key: 'rows', title: all.show.source, className: 'rule-wide', dataIndex: 'rows' },
    {
      key: 'rule',
      title: words.rule,
      fixed: 'right',
      render: (_, row) => {
        if (row.by_zh !== '') return both({ zh: row.by_zh, en: row.by_en })
        return row.rule === '' ? <span className="calm">{both({ zh: row.reason_zh, en: row.reason_en })}</span> : <Button type="link" size="small" onClick={() => onShow(row.rule)}>{working.includes(row.rule) ? words.built : words.off}</Button>
      },
    },
  ]
}

/** Whether a rule carries it out, or a room as a part of its own work. */
function isBuilt({ rule, by_zh }: Required): boolean {
  return rule !== '' || by_zh !== ''
}

/** `Upcoming bookings (到检提醒)`: the Chinese stands in brackets, where there is any. */
function nameOf(name: string): { readonly zh: string; readonly en: string } {
  const [, en, zh] = /^(.*?) *\(([^()]*[\u4e00-\u9fff][^()]*)\)$/.exec(name) ?? []
  return { zh: zh ?? name, en: en ?? name }
}

/** The requirements' own words without their marks for bold. */
function plain(text: string): string {
  return text.replaceAll('**', '')
}

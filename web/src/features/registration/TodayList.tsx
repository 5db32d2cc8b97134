import { Alert, Button, Input, Select, Table, type TableColumnsType } from 'antd'
import { type HTMLAttributes, type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { RowActions } from '@/shared/ui/RowActions'

import { PatientCell } from './PatientCell'
import { stateName, type TodayRow } from './row'
import { actionsOf } from './rowActions'
import { usePreview } from './usePreview'
import type { RowActs } from './useRowActs'
import { useToday } from './useToday'
import { useWords } from './words'

interface Props {
  readonly referrals: boolean
  readonly acts: RowActs
  readonly onTake: (orderId: string) => void
  readonly onDetail: (id: string) => void
  readonly onEdit: (id: string) => void
}

/** 今日登记: who was registered today, and the orders that wait; it changes by itself at every desk. */
export function TodayList({ referrals, acts, onTake, onDetail, onEdit }: Props): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  const today = useToday(referrals)
  const preview = usePreview()
  const [typed, setTyped] = useState('')
  const rights = session.account.permissions
  const onRow = (row: TodayRow): HTMLAttributes<HTMLElement> => ({
    ...{ 'data-state': row.state, 'data-kind': row.kind, 'data-ticket': row.ticket_state },
    onDoubleClick: () => (row.kind === 'order' ? onTake(row.id) : onEdit(row.id)),
  })
  const actions = (row: TodayRow): ReactNode => {
    if (row.kind === 'order') {
      if (!rights.includes('registration.register')) return null
      return <Button type="primary" ghost size="small" data-testid="row-take" onClick={() => onTake(row.id)}>{words.act.take}</Button>
    }
    return <RowActions name={row.name} actions={actionsOf(row, words, acts, { detail: onDetail, edit: onEdit, preview: preview.open }, rights)} />
  }
  const columns: TableColumnsType<TodayRow> = [
    { title: words.columns.patient, width: 140, render: (_, row) => <PatientCell row={row} /> },
    { title: words.columns.state, width: 70, render: (_, row) => <span className="reg-state" data-state={row.ticket_state === 'passed' ? 'passed' : row.state}>{stateName(words, row)}</span> },
    { title: words.columns.type, width: 58, dataIndex: 'exam_type' },
    { title: words.columns.examNo, width: 116, className: 'figures', render: (_, row) => (row.exam_no === '' ? <small>{row.kind === 'order' ? row.order_no : words.sheet.unassigned}</small> : row.exam_no) },
    { title: words.columns.items, ellipsis: { showTitle: true }, render: (_, row) => row.items.join('、') },
    { title: words.columns.actions, width: 188, fixed: 'right', render: (_, row) => actions(row) },
  ]
  return (
    <section className="panel" aria-label={words.today} data-testid="today" data-freshness={today.freshness}>
      <header className="panel-head">
        <h2>{words.today}</h2>
        <Select
          aria-label={words.examType}
          data-testid="today-type"
          value={today.examType ?? ''}
          onChange={(type) => today.setExamType(type === '' ? null : type)}
          options={[{ value: '', label: words.all }, ...today.types.map((type) => ({ value: type, label: type }))]}
        />
        <Button
          data-testid="today-by"
          title={words.switchSearch}
          onClick={() => {
            setTyped('')
            today.setBy(today.by === 'name' ? 'visit_card' : 'name')
          }}
        >
          {today.by === 'name' ? words.byName : words.byCard} ⇄
        </Button>
        <Input.Search
          data-testid="today-search"
          allowClear
          value={typed}
          placeholder={today.by === 'name' ? words.searchName : words.searchCard}
          onChange={(event) => {
            setTyped(event.target.value)
            if (today.by === 'name' || event.target.value === '') void today.search(event.target.value)
          }}
          onSearch={(text) => void today.search(text)}
        />
      </header>
      {today.freshness === 'stale' && <Alert banner type="warning" title={words.stale} />}
      {today.freshness === 'refused' && <Alert banner type="error" title={words.refused} />}
      <Table<TodayRow>
        rowKey="id"
        size="small"
        columns={columns}
        dataSource={today.rows}
        loading={today.freshness === 'connecting'}
        pagination={{ defaultPageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 670 }}
        locale={{ emptyText: <p className="calm">{words.emptyToday}</p> }}
        onRow={onRow}
      />
      {preview.dialog}
    </section>
  )
}

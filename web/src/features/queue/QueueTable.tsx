import { Button, Table, type TableColumnsType } from 'antd'
import { type HTMLAttributes, type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { clockTime } from '@/shared/time/format'

import { useDesk } from './backend'
import { RowActions } from './RowActions'
import type { LineRow } from './row'
import { ClassTag, StateTag } from './StateTag'
import { sexName } from './words'

interface Props extends Omit<Parameters<typeof RowActions>[0], 'row' | 'confirming'> {
  readonly rows: readonly LineRow[]
  readonly loading: boolean
  readonly selected: string | null
  readonly confirming: string | null
  readonly onSelect: (id: string) => void
  readonly onOpen: (id: string) => void
}

/** The line of a room, in order. */
export function QueueTable(props: Props): ReactNode {
  const { t } = useTranslation()
  const columns = useColumns(props)
  const onRow = (row: LineRow): HTMLAttributes<HTMLElement> => ({
    ...{ 'data-state': row.state },
    'aria-selected': row.ticket_id === props.selected,
    tabIndex: row.ticket_id === props.selected ? 0 : -1,
    onClick: () => props.onSelect(row.ticket_id),
    onDoubleClick: () => props.onOpen(row.ticket_id),
  })
  return (
    <Table<LineRow>
      className="queue-table"
      rowKey="ticket_id"
      columns={columns}
      dataSource={props.rows}
      loading={props.loading}
      pagination={false}
      sticky
      scroll={{ x: 1180 }}
      locale={{ emptyText: <p className="queue-empty">{t('queue.empty')}</p> }}
      onRow={onRow}
      rowClassName={(row) => (row.ticket_id === props.selected ? 'is-selected' : '')}
    />
  )
}

function useColumns({ busy, confirming, onAct, onConfirm, onOpen }: Props): TableColumnsType<LineRow> {
  const { t } = useTranslation()
  const { session } = useDesk()
  const zone = session.institution.time_zone
  return useMemo(
    () => [
      { title: t('queue.number'), dataIndex: 'number', width: 96, className: 'cell-number' },
      { title: t('queue.status'), dataIndex: 'state', width: 104, render: (_, row) => <StateTag state={row.state} /> },
      {
        title: t('queue.patient'),
        width: 196,
        render: (_, row) => (
          <Button type="link" className="patient" data-testid={`detail-${row.ticket_id}`} onClick={() => onOpen(row.ticket_id)}>
            <span className="patient-name">{row.name}</span>
            <span className="patient-facts">
              {sexName(t, row.sex)} {t('queue.years', { count: row.age })}
            </span>
            <ClassTag kind={row.patient_class} />
            {row.arrears && <span className="class-tag" data-class="arrears">{t('queue.arrears')}</span>}
          </Button>
        ),
      },
      {
        title: t('queue.exam'),
        render: (_, row) => (
          <span className="exam">
            <b>{row.exam_type}</b> {row.items.join('、')}
          </span>
        ),
      },
      { title: t('queue.preExamTime'), width: 90, className: 'cell-figures', render: (_, row) => clockTime(row.pre_exam_time, zone) },
      {
        title: `${t('queue.examNo')} / ${t('queue.imageNo')}`,
        width: 172,
        className: 'cell-figures cell-ids',
        render: (_, row) => (
          <>
            <span>{row.exam_no}</span>
            <small>{row.image_no}</small>
          </>
        ),
      },
      { title: t('queue.calls'), dataIndex: 'calls', width: 84, align: 'center', className: 'cell-figures', render: (calls: number) => (calls === 0 ? '—' : calls) },
      {
        title: t('queue.actions'),
        width: 384,
        fixed: 'right',
        render: (_, row) => (
          <RowActions row={row} busy={busy} confirming={confirming === row.ticket_id} onAct={onAct} onConfirm={onConfirm} />
        ),
      },
    ],
    [t, zone, busy, confirming, onAct, onConfirm, onOpen],
  )
}

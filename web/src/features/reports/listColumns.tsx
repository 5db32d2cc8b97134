import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { dayAndTime } from '@/shared/time/zoned'
import { RowActions } from '@/shared/ui/RowActions'

import { StateMark } from './ReportToolbar'
import type { Row } from './useLiveList'
import { useMe } from './useReport'
import type { RowDeeds } from './useRowDeeds'
import { enters, isFinal, unlocks } from './way'
import { useWords } from './words'

export const COLUMNS = [
  'name', 'sex', 'age', 'state', 'exam_state', 'exam_type', 'room', 'parts', 'items', 'image_no', 'exam_no', 'exam_at', 'registrar', 'writer', 'reviewer', 'requesting_doctor', 'requesting_department', 'requested_at',
] as const
export type Column = (typeof COLUMNS)[number]

const FIGURES: readonly Column[] = ['image_no', 'exam_no', 'exam_at', 'requested_at', 'age']

interface Asked {
  readonly shown: readonly Column[]
  readonly current: (row: Row) => Row
  readonly deeds: RowDeeds
  readonly onPreview: (id: string) => void
}

/** The columns of the diagnosis list (RIS-201), as they are switched on, and what can be done to a row. */
export function useListColumns({ shown, current, deeds, onPreview }: Asked): TableColumnsType<Row> {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const text = (row: Row, column: Column): ReactNode => {
    switch (column) {
      case 'name':
        return <Name row={row} />
      case 'sex':
        return words.sex[row.sex] ?? ''
      case 'age':
        return row.age === null ? '' : words.years(row.age)
      case 'state':
        return <StateMark report={row} />
      case 'exam_state':
        return words.examStates[row.exam_state] ?? row.exam_state
      case 'parts':
      case 'items':
        return row[column].join('、')
      case 'exam_at':
      case 'requested_at':
        return dayAndTime(row[column], zone)
      default:
        return row[column]
    }
  }
  const cell = (row: Row) => ({ onDoubleClick: () => deeds.open(current(row)), 'data-state': current(row).state })
  return [
    ...shown.map((column) => ({ key: column, title: words.columns[column], onCell: cell, ...(FIGURES.includes(column) ? { className: 'figures' } : {}), render: (_: unknown, row: Row) => text(current(row), column) })),
    { key: 'actions', title: words.columns.actions, fixed: 'right' as const, render: (_: unknown, row: Row) => <Actions row={current(row)} deeds={deeds} onPreview={onPreview} /> },
  ]
}

function Name({ row }: { readonly row: Row }): ReactNode {
  const words = useWords()
  const kind = words.kind[row.patient_class]
  return (
    <span className="report-name">
      <b>{row.name}</b>
      {kind !== undefined && <i className="mark" data-mark={row.patient_class}>{kind}</i>}
      {row.critical && <i className="mark" data-mark="critical">{words.critical}</i>}
      {row.rejected && <i className="mark" data-mark="rejected">{words.tools.reject}</i>}
    </span>
  )
}

function Actions({ row, deeds, onPreview }: { readonly row: Row; readonly deeds: RowDeeds; readonly onPreview: (id: string) => void }): ReactNode {
  const words = useWords()
  const me = useMe()
  const enter = enters(row, me)
  const unlock = unlocks(row, me)
  const actions = [
    ...(enter === null ? [{ key: 'view', label: words.view, onClick: () => deeds.look(row) }] : [{ key: 'enter', label: words.enter[enter], onClick: () => deeds.open(row) }]),
    ...(unlock === null ? [] : [{ key: 'unlock', label: words.unlock, onClick: () => deeds.unlock(row, unlock) }]),
    ...(isFinal(row) && me.rights.includes('reports.print') ? [{ key: 'preview', label: words.preview, onClick: () => onPreview(row.report_id) }] : []),
  ]
  return <RowActions name={row.name} actions={actions} />
}

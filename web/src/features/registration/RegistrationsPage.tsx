import './registration.css'

import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select, type TableColumnsType } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { ExportButton } from '@/shared/jobs/ExportButton'
import { useDeltas } from '@/shared/live/useDeltas'
import { dayAndTime } from '@/shared/time/zoned'
import { CursorList, type Part } from '@/shared/ui/CursorList'
import { RowActions } from '@/shared/ui/RowActions'

import { DetailDialog } from './DetailDialog'
import { PatientCell } from './PatientCell'
import { stateName, yuan } from './row'
import { actionsOf } from './rowActions'
import { useChoices } from './useChoices'
import { usePreview } from './usePreview'
import { useRowActs } from './useRowActs'
import { useWords } from './words'
import { ZonedMoment } from './ZonedMoment'

type Row = Answer<'/api/registration/list-registrations'>['rows'][number]
type Status = 'all' | 'registered' | 'diagnosing' | 'completed' | 'cancelled'

interface Filters {
  status: Status
  registered_from: string | null
  registered_until: string | null
  exam_from: string | null
  exam_until: string | null
  exam_type: string
  part: string
  name: string
  order_no: string
}

const INITIAL: Filters = { status: 'all', registered_from: null, registered_until: null, exam_from: null, exam_until: null, exam_type: '', part: '', name: '', order_no: '' }
const SHORTEST_MS = 1000

/** 登记管理 (RIS-070 … RIS-074, RIS-077): all registrations, by default those of today; it follows what changes. */
export default function RegistrationsPage(): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const choices = useChoices(false)
  const acts = useRowActs()
  const preview = usePreview()
  const [dialog, setDialog] = useState<{ readonly id: string; readonly editing: boolean } | null>(null)
  useFollowing(session.institution.id)
  const shown = useRef(INITIAL)
  const ask = async (filters: Filters, { cursor, size }: Part) => {
    shown.current = filters
    const page = await post('/api/registration/list-registrations', { ...filters, cursor, limit: size })
    return { rows: page.rows, cursor: page.next }
  }
  const opens = { detail: (id: string) => setDialog({ id, editing: false }), edit: (id: string) => setDialog({ id, editing: true }), preview: preview.open }
  const rooms = new Map(choices.rooms.map((room) => [room.id, room.name]))
  const zone = session.institution.time_zone
  const time = (at: string | null) => dayAndTime(at, zone)
  const cell = (row: Row) => ({ onDoubleClick: () => opens.detail(row.id) })
  const columns: TableColumnsType<Row> = [
    { title: words.columns.patient, onCell: cell, render: (_, row) => <PatientCell row={row} /> },
    { title: words.columns.state, onCell: cell, render: (_, row) => <span className="reg-state" data-state={row.state}>{stateName(words, row)}</span> },
    { title: words.columns.type, onCell: cell, dataIndex: 'exam_type' },
    { title: words.columns.examNo, onCell: cell, className: 'figures', render: (_, row) => (row.exam_no === '' ? words.sheet.unassigned : row.exam_no) },
    { title: words.columns.items, onCell: cell, render: (_, row) => row.items.join('、') },
    { title: words.manage.part, onCell: cell, render: (_, row) => row.parts.join('、') },
    { title: words.manage.room, onCell: cell, render: (_, row) => (row.room_id === null ? row.campus : (rooms.get(row.room_id) ?? row.room_id)) },
    { title: words.manage.exam, onCell: cell, className: 'figures', render: (_, row) => time(row.pre_exam_time) },
    { title: words.manage.registered, onCell: cell, className: 'figures', render: (_, row) => time(row.registered_at) },
    { title: words.manage.orderNo, onCell: cell, className: 'figures', dataIndex: 'order_no' },
    { title: words.manage.department, onCell: cell, dataIndex: 'requesting_department' },
    { title: words.manage.doctor, onCell: cell, dataIndex: 'requesting_doctor' },
    { title: words.manage.total, onCell: cell, align: 'right', className: 'figures', render: (_, row) => yuan(row.total) },
    { title: words.columns.actions, fixed: 'right', render: (_, row) => <RowActions name={row.name} actions={actionsOf(row, words, acts, opens, session.account.permissions)} /> },
  ]
  return (
    <main className="page registrations">
      <CursorList<Row, Filters> label={words.manage.title} name="registrations" ask={ask} initial={INITIAL} filters={<FilterFields types={choices.rooms.flatMap((room) => room.exam_types)} parts={choices.offers.map((offer) => offer.part)} />} columns={columns} rowKey={(row) => row.id} {...(session.account.permissions.includes('registration.export') ? { bar: <ExportButton label={words.manage.export} start={(language) => post('/api/registration/export-registrations', { ...shown.current, language }, 'command')} /> } : {})} />
      {preview.dialog}
      {dialog !== null && <DetailDialog key={dialog.id} id={dialog.id} editing={dialog.editing} choices={choices} onClose={() => setDialog(null)} />}
    </main>
  )
}

/** Asks for the shown page anew when something changes, at most once a second. */
function useFollowing(here: string): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useDeltas(`registration-today:${here}`, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: ['people', 'registrations'] })
    }, SHORTEST_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}

function FilterFields({ types, parts }: { readonly types: readonly string[]; readonly parts: readonly string[] }): ReactNode {
  const words = useWords()
  const { manage } = words
  const choice = (values: readonly string[]) => [{ value: '', label: manage.statuses.all }, ...[...new Set(values)].filter((value) => value !== '').map((value) => ({ value, label: value }))]
  const statuses = Object.keys(manage.statuses) as Status[]
  return (
    <>
      <Form.Item name="status" label={manage.status} data-testid="filter-status"><Select options={statuses.map((value) => ({ value, label: manage.statuses[value] }))} /></Form.Item>
      <Form.Item name="registered_from" label={manage.registered}><ZonedMoment placeholder={manage.from} /></Form.Item>
      <Form.Item name="registered_until"><ZonedMoment placeholder={manage.until} /></Form.Item>
      <Form.Item name="exam_from" label={manage.exam}><ZonedMoment placeholder={manage.from} /></Form.Item>
      <Form.Item name="exam_until"><ZonedMoment placeholder={manage.until} /></Form.Item>
      <Form.Item name="exam_type" label={words.examType}><Select options={choice(types)} /></Form.Item>
      <Form.Item name="part" label={manage.part}><Select showSearch options={choice(parts)} /></Form.Item>
      <Form.Item name="name" label={words.field.name} data-testid="filter-name"><Input allowClear /></Form.Item>
      <Form.Item name="order_no" label={manage.orderNo} data-testid="filter-order"><Input allowClear /></Form.Item>
    </>
  )
}

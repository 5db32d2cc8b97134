import { useQuery } from '@tanstack/react-query'
import { DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'

import { STATES } from './way'
import { useWords } from './words'

const DAY = 'YYYY-MM-DD'
type Days = readonly [string, string] | null | undefined
/** The form holds days as the filters name them. */
const AS_DAYS = {
  getValueProps: (days: Days) => ({ value: days === null || days === undefined ? null : days.map((day) => dayjs(day, DAY)) }),
  normalize: (days: readonly [Dayjs | null, Dayjs | null] | null) => (days?.[0] && days[1] ? [days[0].format(DAY), days[1].format(DAY)] : null),
}

/** The filters of the diagnosis list (RIS-203, RIS-209). */
export function FilterFields(): ReactNode {
  const words = useWords()
  const { filters } = words
  const { post, session } = useBackend()
  const sees = session.account.permissions.includes('queue.view')
  const { data } = useQuery({ queryKey: ['queue', 'rooms', session.institution.id], queryFn: () => post('/api/queue/list-rooms', {}), enabled: sees, staleTime: 60_000 })
  const rooms = data?.rooms ?? []
  const choice = (values: readonly { readonly value: string; readonly label: string }[]) => [{ value: '', label: filters.all }, ...values]
  const plain = (values: readonly string[]) => choice([...new Set(values)].map((value) => ({ value, label: value })))
  return (
    <>
      <Form.Item name="statuses" label={filters.states} data-testid="filter-states">
        <Select mode="multiple" allowClear className="report-states" placeholder={filters.all} options={STATES.map((value) => ({ value, label: words.states[value] }))} />
      </Form.Item>
      <Form.Item name="exam" label={filters.exam} data-testid="filter-exam" {...AS_DAYS}><DatePicker.RangePicker allowClear={false} placeholder={[filters.from, filters.until]} /></Form.Item>
      <Form.Item name="diagnosed" label={filters.diagnosed} data-testid="filter-diagnosed" {...AS_DAYS}><DatePicker.RangePicker placeholder={[filters.from, filters.until]} /></Form.Item>
      {sees && (
        <>
          <Form.Item name="exam_type" label={filters.type} data-testid="filter-type"><Select options={plain(rooms.flatMap((room) => room.exam_types))} /></Form.Item>
          <Form.Item name="campus" label={filters.campus} data-testid="filter-campus"><Select options={plain(rooms.map((room) => room.campus))} /></Form.Item>
          <Form.Item name="room_id" label={filters.room} data-testid="filter-room"><Select options={choice(rooms.map((room) => ({ value: room.id, label: room.name })))} /></Form.Item>
        </>
      )}
      <Form.Item name="name" label={filters.name} data-testid="filter-name"><Input allowClear maxLength={64} /></Form.Item>
      <Form.Item name="exam_no" label={filters.examNo} data-testid="filter-exam-no"><Input allowClear maxLength={64} /></Form.Item>
    </>
  )
}

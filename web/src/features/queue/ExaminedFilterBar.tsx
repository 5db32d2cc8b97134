import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useExaminedWords } from './examinedWords'
import { type ExaminedFilters, UNFILTERED } from './useExamined'
import type { Room } from './useRooms'

interface Props {
  readonly rooms: readonly Room[]
  readonly today: string
  readonly filters: ExaminedFilters
  readonly onChange: (change: Partial<ExaminedFilters>) => void
}

/** Type, campus, room, days, or one examination's number (RIS-114). */
export function ExaminedFilterBar({ rooms, today, filters, onChange }: Props): ReactNode {
  const { t } = useTranslation()
  const words = useExaminedWords()
  const [number, setNumber] = useState('')
  const campuses = [...new Set(rooms.map((room) => room.campus))]
  const here = rooms.filter((room) => filters.campus === '' || room.campus === filters.campus)
  const types = [...new Set(rooms.flatMap((room) => room.exam_types))]
  const choice = (name: 'exam_type' | 'campus' | 'room_id', label: string, all: string, options: Choice[]) => (
    <label>
      <span>{label}</span>
      <Select
        size="large"
        data-testid={`examined-${name}`}
        aria-label={label}
        value={filters[name]}
        onChange={(value: string) => onChange({ [name]: value, ...(name === 'campus' && { room_id: '' }) })}
        options={[{ value: '', label: all }, ...options]}
      />
    </label>
  )
  const reset = () => {
    setNumber('')
    onChange(UNFILTERED)
  }
  return (
    <div className="filters">
      {choice('exam_type', t('queue.examType'), t('queue.allTypes'), types.map(plain))}
      {choice('campus', t('queue.campus'), t('queue.allCampuses'), campuses.map(plain))}
      {choice('room_id', t('queue.room'), words.allRooms, here.map((room) => ({ value: room.id, label: room.name })))}
      <label>
        <span>{words.days}</span>
        <DatePicker.RangePicker
          size="large"
          data-testid="examined-days"
          aria-label={words.days}
          placeholder={[words.from, words.until]}
          allowClear={false}
          disabled={filters.exam_no !== ''}
          value={[dayjs(filters.since === '' ? today : filters.since), dayjs(filters.until === '' ? today : filters.until)]}
          onChange={(_, [since, until]) => onChange({ since, until })}
        />
      </label>
      <label>
        <span>{words.examNo}</span>
        <Input.Search
          size="large"
          data-testid="examined-exam-no"
          aria-label={words.examNo}
          placeholder={words.examNoHint}
          allowClear
          maxLength={64}
          value={number}
          onChange={({ target }) => setNumber(target.value)}
          onSearch={(value) => onChange({ exam_no: value.trim() })}
        />
      </label>
      <Button size="large" className="filters-reset" data-testid="examined-reset" onClick={reset}>{words.reset}</Button>
    </div>
  )
}

interface Choice {
  readonly value: string
  readonly label: string
}

function plain(value: string): Choice {
  return { value, label: value }
}

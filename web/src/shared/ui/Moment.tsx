import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'

interface Props {
  readonly placeholder?: string
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
}

/** A moment to choose; the form holds it as the server wants it. */
export function Moment({ placeholder = '', id = '', value = null, onChange }: Props): ReactNode {
  return <DatePicker id={id} showTime className="wide" value={value === null ? null : dayjs(value)} placeholder={placeholder} onChange={(next) => onChange?.(next?.toISOString() ?? null)} />
}

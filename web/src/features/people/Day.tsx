import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'

const DAY = 'YYYY-MM-DD'

interface Props {
  readonly placeholder?: string
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
}

/** A day to choose; the form holds it as the server wants it. */
export function Day({ placeholder = '', id = '', value = null, onChange }: Props): ReactNode {
  return <DatePicker id={id} className="wide" value={value === null ? null : dayjs(value, DAY)} placeholder={placeholder} onChange={(next) => onChange?.(next?.format(DAY) ?? null)} />
}

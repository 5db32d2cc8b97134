import { InputNumber, Select, Space } from 'antd'
import { type ReactNode, useState } from 'react'

import { type Unit, unitOf, UNITS } from './lengths'
import { useWords } from './words'

interface Props {
  readonly label: string
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: number | null
  readonly onChange?: (value: number | null) => void
}

/** A length of time in the unit that people use; the form holds seconds. */
export function Duration({ label, id = '', value = null, onChange }: Props): ReactNode {
  const names = useWords().editor.units
  const [unit, setUnit] = useState<Unit>(() => unitOf(value ?? 0))
  const shown = value === null ? null : value / UNITS[unit]
  return (
    <Space.Compact className="rule-duration">
      <InputNumber id={id} aria-label={label} min={0} value={shown} onChange={(next) => onChange?.(next === null ? null : next * UNITS[unit])} />
      <Select<Unit>
        aria-label={label}
        value={unit}
        options={(Object.keys(UNITS) as Unit[]).map((one) => ({ value: one, label: names[one] }))}
        onChange={(next) => {
          setUnit(next)
          if (shown !== null) onChange?.(shown * UNITS[next])
        }}
      />
    </Space.Compact>
  )
}

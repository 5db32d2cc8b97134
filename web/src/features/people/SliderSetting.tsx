import { InputNumber, Slider, Switch } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly hint?: string
  readonly unit: string
  readonly range: readonly [least: number, most: number]
  /** What it becomes when it is switched on; without it, it cannot be switched off. */
  readonly usual?: number
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: number | null
  readonly onChange?: (value: number | null) => void
}

/** A number by slider and by typing; null is off. */
export function SliderSetting({ label, hint, unit, range: [least, most], usual, id = '', value = null, onChange }: Props): ReactNode {
  const become = (next: number | null) => onChange?.(next)
  return (
    <div className="setting" data-testid={`setting-${id}`}>
      <label htmlFor={`${id}-number`}>
        {usual !== undefined && <Switch size="small" checked={value !== null} aria-label={label} onChange={(on) => become(on ? usual : null)} />} {label}
      </label>
      <Slider min={least} max={most} value={value ?? least} disabled={value === null} onChange={become} ariaLabelForHandle={label} />
      <InputNumber id={`${id}-number`} min={least} max={most} precision={0} value={value} disabled={value === null} suffix={unit} onChange={(next) => next !== null && become(next)} />
      {hint !== undefined && <p className="setting-hint">{hint}</p>}
    </div>
  )
}

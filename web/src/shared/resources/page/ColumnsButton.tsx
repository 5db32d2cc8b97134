import { Button, Checkbox, Popover } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Field } from '@/shared/resources/description'
import { inWords } from '@/shared/resources/values'

import { useWords } from './words'

interface Props {
  readonly fields: readonly Field[]
  readonly columns: readonly string[]
  /** Null goes back to what is declared. */
  readonly onChange: (columns: readonly string[] | null) => void
}

/** Which columns to show. */
export function ColumnsButton({ fields, columns, onChange }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const toggle = (name: string, on: boolean) =>
    onChange(fields.map((field) => field.name).filter((one) => (one === name ? on : columns.includes(one))))
  const content = (
    <div className="resource-columns">
      {fields.map(({ name, label }) => (
        <Checkbox
          key={name}
          checked={columns.includes(name)}
          disabled={columns.length === 1 && columns[0] === name}
          onChange={(event) => toggle(name, event.target.checked)}
        >
          {inWords(label, i18n.language)}
        </Checkbox>
      ))}
      <Button size="small" onClick={() => onChange(null)}>{words.columnsReset}</Button>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button data-testid="columns">{words.columns}</Button>
    </Popover>
  )
}

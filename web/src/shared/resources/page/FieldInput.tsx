import { DatePicker, Input, InputNumber, Select, Spin, Switch } from 'antd'
import dayjs from 'dayjs'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'

import type { Field } from '@/shared/resources/description'
import { inWords } from '@/shared/resources/values'

import { FilesInput } from './FilesInput'
import { ReferenceSelect } from './ReferenceSelect'
import { useWords } from './words'

// Most pages have no rich text, and need not load the editor.
const RichEditor = lazy(() => import('@/shared/rich/RichEditor'))

interface Props {
  readonly field: Field
  /** What a reference's present value is called. */
  readonly named?: string
  /** Told while the field is not ready to be saved. */
  readonly onBusy?: (busy: boolean) => void
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: unknown
  readonly onChange?: (value: unknown) => void
}

const DAY = 'YYYY-MM-DD'

/** The control with which a field is filled in. */
export function FieldInput({ field, named, onBusy = () => undefined, id = '', value, onChange = () => undefined }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const label = inWords(field.label, i18n.language)
  switch (field.kind) {
    case 'number':
      return <InputNumber id={id} value={value as number} onChange={onChange} precision={0} className="wide" placeholder={words.type(label)} />
    case 'money':
      return <InputNumber id={id} value={value as number} onChange={onChange} precision={2} step={1} prefix="¥" className="wide" placeholder={words.type(label)} />
    case 'date': {
      const day = typeof value === 'string' ? dayjs(value, DAY) : null
      return <DatePicker id={id} value={day} onChange={(next) => onChange(next?.format(DAY))} className="wide" placeholder={words.pick(label)} />
    }
    case 'flag':
      return <Switch id={id} checked={value === true} onChange={onChange} />
    case 'choice': {
      const options = field.options.map((option) => ({ value: option.value, label: inWords(option.label, i18n.language) }))
      return <Select id={id} value={value} onChange={onChange} options={options} allowClear={!field.required} placeholder={words.pick(label)} />
    }
    case 'file':
      return <FilesInput field={field} id={id} value={value} onChange={onChange} onBusy={onBusy} />
    case 'rich':
      return (
        <Suspense fallback={<Spin size="small" />}>
          <RichEditor id={id} label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} />
        </Suspense>
      )
    case 'reference':
      if (field.target === null) return null
      return (
        <ReferenceSelect
          id={id}
          target={field.target}
          {...(typeof value === 'string' ? { value } : {})}
          {...(named === undefined ? {} : { named })}
          onChange={onChange}
          placeholder={words.pick(label)}
        />
      )
    default: {
      const common = { id, value: value as string, placeholder: words.type(label), onChange: (event: { target: { value: string } }) => onChange(event.target.value) }
      return field.lines > 1 ? <Input.TextArea {...common} rows={field.lines} showCount={{ formatter: ({ count }) => `${count}/${field.longest ?? ''}` }} /> : <Input {...common} />
    }
  }
}

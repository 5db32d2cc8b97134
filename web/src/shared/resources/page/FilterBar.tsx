import { Button, DatePicker, Form, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

import type { Filter, Values } from '@/shared/resources/description'
import { inWords, namesOf } from '@/shared/resources/values'

import { ReferenceSelect } from './ReferenceSelect'
import { useWords } from './words'

interface Props {
  readonly filters: readonly Filter[]
  readonly values: Values
  readonly onQuery: (values: Values) => void
  readonly onReset: () => void
}

/** The filters with Query (查询) and Reset (重置); Enter asks too. */
export function FilterBar({ filters, values, onQuery, onReset }: Props): ReactNode {
  const words = useWords()
  const [form] = Form.useForm<Record<string, unknown>>()
  useEffect(() => {
    form.setFieldsValue({ ...Object.fromEntries(filters.flatMap(namesOf).map((name) => [name, undefined])), ...values })
  }, [form, filters, values])
  if (filters.length === 0) return null
  return (
    <Form form={form} name="filter" layout="inline" className="resource-filters" role="search" onFinish={(given) => onQuery(given)}>
      {filters.map((filter) => <FilterItem key={`${filter.kind}:${filter.field.name}`} filter={filter} />)}
      <span className="resource-filter-buttons">
        <Button type="primary" htmlType="submit" data-testid="query">{words.query}</Button>
        <Button data-testid="reset" onClick={onReset}>{words.reset}</Button>
      </span>
    </Form>
  )
}

function FilterItem({ filter }: { readonly filter: Filter }): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { field } = filter
  const label = inWords(field.label, i18n.language)
  if (filter.kind === 'between') {
    return (
      <>
        <Form.Item name={`${field.name}_from`} label={label}><Moment placeholder={words.from} /></Form.Item>
        <Form.Item name={`${field.name}_until`}><Moment placeholder={words.until} /></Form.Item>
      </>
    )
  }
  return <Form.Item name={field.name} label={label} data-testid={`filter-${field.name}`}>{control(filter, words.all, i18n.language, words)}</Form.Item>
}

function control({ kind, field }: Filter, all: string, language: string, words: { readonly yes: string; readonly no: string }): ReactNode {
  if (kind === 'like' || kind === 'exact') return <Input allowClear />
  if (field.target !== null) return <ReferenceSelect target={field.target} placeholder={all} all />
  if (field.kind === 'flag') return <YesNo all={all} yes={words.yes} no={words.no} />
  const options = field.options.map((option) => ({ value: option.value, label: inWords(option.label, language) }))
  return <Select<string> allowClear placeholder={all} options={options} />
}

interface YesNoProps {
  readonly all: string
  readonly yes: string
  readonly no: string
  readonly id?: string
  readonly value?: boolean
  readonly onChange?: (value: boolean | undefined) => void
}

function YesNo({ all, yes, no, id = '', value, onChange }: YesNoProps): ReactNode {
  const options = [{ value: 'yes', label: yes }, { value: 'no', label: no }]
  const shown = value === undefined ? {} : { value: value ? 'yes' : 'no' }
  const become = (next: string | undefined) => onChange?.(next === undefined ? undefined : next === 'yes')
  return <Select<string> id={id} allowClear placeholder={all} options={options} {...shown} onChange={become} />
}

interface MomentProps {
  readonly placeholder: string
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
}

function Moment({ placeholder, value, onChange }: MomentProps): ReactNode {
  const shown = value === undefined ? null : dayjs(value)
  return <DatePicker showTime value={shown} placeholder={placeholder} onChange={(next) => onChange?.(next?.toISOString())} />
}

import { Form, InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { Duration } from './Duration'
import type { FieldWords, Kind } from './model'
import { useWords } from './words'

interface Props {
  readonly kind: Kind
  /** The fields of the facts that the trigger names. */
  readonly fields: readonly FieldWords[]
}

/** The numbers of a trigger: how often, how long, how far. */
export function TriggerNumbers({ kind, fields }: Props): ReactNode {
  const words = useWords().editor
  const names = [...new Set(fields.map(({ name }) => name.replace(/^event\./, '')))].filter((name) => name !== 'actor' && name !== 'at')
  const options = names.map((value) => ({ value, label: value }))
  const seconds: Readonly<Record<string, string>> = words.seconds
  const atLeast: Readonly<Record<string, string>> = words.atLeast
  const length = kind === 'score' ? undefined : seconds[kind]
  return (
    <div className="form-pair">
      {atLeast[kind] !== undefined && <Form.Item name={['trigger', 'at_least']} label={atLeast[kind]}><InputNumber min={1} precision={0} className="wide" data-testid="at-least" /></Form.Item>}
      {kind === 'trend' && <TrendFields options={options} />}
      {length !== undefined && <Form.Item name={['trigger', 'seconds']} label={length}><Duration key={kind} label={length} /></Form.Item>}
      {(kind === 'held' || kind === 'reading') && <Form.Item name={['trigger', 'off_seconds']} label={words.offSeconds}><Duration label={words.offSeconds} /></Form.Item>}
      {kind === 'reading' && <Form.Item name={['trigger', 'gap']} label={words.gap} extra={words.gapHint}><Duration label={words.gap} /></Form.Item>}
      {kind === 'absent' && <Form.Item name={['trigger', 'restart']} label={words.restart} valuePropName="checked"><Switch /></Form.Item>}
      {kind === 'stacked' && <Form.Item name={['trigger', 'item']} label={words.item}><Select showSearch options={options} /></Form.Item>}
      {kind === 'score' && <Form.Item name={['trigger', 'total']} label={words.total}><InputNumber precision={0} className="wide" /></Form.Item>}
      {kind === 'score' && <Form.Item name={['trigger', 'single']} label={words.single}><InputNumber precision={0} className="wide" /></Form.Item>}
    </div>
  )
}

function TrendFields({ options }: { readonly options: { readonly value: string; readonly label: string }[] }): ReactNode {
  const words = useWords().editor
  const worses = (['up', 'down'] as const).map((value) => ({ value, label: words.worses[value] }))
  return (
    <>
      <Form.Item name={['trigger', 'value']} label={words.value}><Select showSearch options={options} /></Form.Item>
      <Form.Item name={['trigger', 'worse']} label={words.worse}><Select options={worses} /></Form.Item>
      <Form.Item name={['trigger', 'points']} label={words.points}><InputNumber min={2} precision={0} className="wide" /></Form.Item>
      <Form.Item name={['trigger', 'per_day']} label={words.perDay}><InputNumber className="wide" /></Form.Item>
    </>
  )
}

import { Form, Select } from 'antd'
import type { ReactNode } from 'react'

import { Duration } from './Duration'
import { CHANNELS, factsOf, type Vocabulary } from './model'
import { type Named, Recipients } from './Recipients'
import { useWords } from './words'

interface Props {
  readonly vocabulary: Vocabulary
  readonly rosters: readonly Named[]
}

/** Who is told, by which ways, and what is told together. */
export function PeopleFields({ vocabulary, rosters }: Props): ReactNode {
  const { editor: words, channels } = useWords()
  const form = Form.useFormInstance()
  const trigger = Form.useWatch<unknown>('trigger', { form, preserve: true })
  const names = new Set(factsOf(trigger).flatMap((fact) => vocabulary.facts.find((one) => one.fact === fact)?.names ?? []))
  const by = [{ value: 'key', label: words.group.key }, ...[...names].map((value) => ({ value, label: value }))]
  return (
    <fieldset>
      <legend>{words.sections.people}</legend>
      <Recipients path={['to']} label={words.fields.to} vocabulary={vocabulary} rosters={rosters} />
      <Recipients path={['otherwise']} label={words.fields.otherwise} hint={words.hints.otherwise} vocabulary={vocabulary} rosters={rosters} />
      <div className="form-pair">
        <Form.Item name="channels" label={words.fields.channels}><Select mode="multiple" options={CHANNELS.map((value) => ({ value, label: channels[value] }))} /></Form.Item>
        <Form.Item name={['group', 'by']} label={words.group.by} extra={words.hints.group}><Select mode="multiple" options={by} /></Form.Item>
        <Form.Item name={['group', 'wait']} label={words.group.wait}><Duration label={words.group.wait} /></Form.Item>
        <Form.Item name={['group', 'interval']} label={words.group.interval}><Duration label={words.group.interval} /></Form.Item>
        <Form.Item name={['group', 'repeat']} label={words.group.repeat}><Duration label={words.group.repeat} /></Form.Item>
      </div>
    </fieldset>
  )
}

import { Form, Select } from 'antd'
import type { ReactNode } from 'react'

import { ConditionField } from './ConditionField'
import type { FieldWords, Vocabulary } from './model'
import { useBoth, useWords } from './words'

type Path = readonly (string | number)[]

interface Props {
  /** Where the step stands in the rule. */
  readonly path: Path
  /** Where it stands in the list of a `Form.List`; alone it is the path. */
  readonly name?: Path
  readonly label: string
  readonly vocabulary: Vocabulary
}

/** A kind of fact, and the condition that it must meet. */
export function StepField({ path, name = path, label, vocabulary }: Props): ReactNode {
  const words = useWords().editor
  const both = useBoth()
  const form = Form.useFormInstance()
  const fact = Form.useWatch<string | undefined>([...path, 'fact'], form) ?? ''
  const rooms = [...new Set(vocabulary.facts.map(({ room_zh }) => room_zh))]
  const options = rooms.map((room) => ({
    label: room,
    options: vocabulary.facts.filter(({ room_zh }) => room_zh === room).map((one) => ({ value: one.fact, label: both(one), title: one.fact })),
  }))
  return (
    <div className="rule-step">
      <Form.Item name={[...name, 'fact']} label={label}>
        <Select showSearch={{ filterOption: fits }} placeholder={words.fact} options={options} data-testid={`fact-${path.join('-')}`} />
      </Form.Item>
      {fact !== '' && (
        <Form.Item name={[...name, 'when']} label={words.condition}>
          <ConditionField of={fact} fields={fieldsOf(vocabulary, fact)} />
        </Form.Item>
      )}
    </div>
  )
}

/** Searched by name and by wire name; a room by itself fits nothing, or all of its facts would be shown. */
function fits(wanted: string, option: { readonly label?: unknown; readonly value?: unknown } | undefined): boolean {
  return typeof option?.value === 'string' && `${String(option.label)} ${option.value}`.toLowerCase().includes(wanted.toLowerCase())
}

/** What conditions on a kind of fact can ask. */
export function fieldsOf(vocabulary: Vocabulary, fact: string): readonly FieldWords[] {
  return vocabulary.facts.find((one) => one.fact === fact)?.fields ?? []
}

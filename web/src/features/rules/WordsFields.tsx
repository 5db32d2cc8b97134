import { Button, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'

import { ConditionField } from './ConditionField'
import { factsOf, type Kind, LEVELS, previewed, type Vocabulary } from './model'
import { fieldsOf } from './StepField'
import { useWords } from './words'

/** What an alert says, with what can be filled in and how it will read; and when it is graver than the rule's level. */
export function WordsFields({ vocabulary }: { readonly vocabulary: Vocabulary }): ReactNode {
  const { editor: words, levels } = useWords()
  const form = Form.useFormInstance()
  const labels = useLabels(vocabulary)
  const said = Form.useWatch<string | undefined>('says_zh', form) ?? ''
  const insert = (name: string) => {
    form.setFieldValue('says_zh', `${String(form.getFieldValue('says_zh') ?? '')}{${name}}`)
    form.setFieldValue('says_en', `${String(form.getFieldValue('says_en') ?? '')}{${name}}`)
  }
  return (
    <fieldset>
      <legend>{words.sections.words}</legend>
      <Form.Item name="says_zh" label={words.fields.says_zh} required><Input.TextArea maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} data-testid="says-zh" /></Form.Item>
      <Form.Item name="says_en" label={words.fields.says_en} required><Input.TextArea maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} data-testid="says-en" /></Form.Item>
      <p className="rule-hint">{words.hints.words}</p>
      <div className="rule-inserts">
        {[...labels].map(([name, label]) => <Button key={name} size="small" title={`{${name}}`} aria-label={`${words.insert} ${label}`} onClick={() => insert(name)}>{label}</Button>)}
      </div>
      {said !== '' && <p className="rule-preview" data-testid="rule-preview"><b>{words.preview}</b> {previewed(said, labels)}</p>}
      <h4 className="form-part">{words.fields.grades}</h4>
      <p className="rule-hint">{words.hints.grades}</p>
      <Form.List name="grades">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="rule-row">
                <Form.Item name={[name, 'when']} label={words.condition}><ConditionField of="" fields={[]} /></Form.Item>
                <Form.Item name={[name, 'level']} label={words.fields.level}><Select options={LEVELS.map((value) => ({ value, label: levels[value] }))} /></Form.Item>
                <Button size="small" onClick={() => remove(name)}>{words.remove}</Button>
              </div>
            ))}
            <Button onClick={() => add({ when: '', level: 'high' })}>{words.add.grades}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  )
}

/** What the words may say: the key, the fields of the facts, and what the trigger saw. */
function useLabels(vocabulary: Vocabulary): ReadonlyMap<string, string> {
  const words = useWords().editor
  const form = Form.useFormInstance()
  const trigger = Form.useWatch<{ readonly type: Kind; readonly measure?: string } | undefined>('trigger', { form, preserve: true })
  const labels = new Map<string, string>([['key', words.group.key]])
  for (const fact of factsOf(trigger)) {
    for (const { name, zh } of fieldsOf(vocabulary, fact)) if (name.startsWith('event.')) labels.set(name, zh)
  }
  for (const name of vocabulary.values[trigger?.type ?? ''] ?? []) labels.set(`values.${name}`, name)
  const measure = vocabulary.measures.find((one) => one.measure === trigger?.measure)
  for (const { name, zh } of measure?.fields ?? []) labels.set(name.replace(/^row\./, 'values.'), zh)
  return labels
}

import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'

import { ConditionField } from './ConditionField'
import { emptyTrigger, factsOf, type Kind, KINDS, measured, type Vocabulary } from './model'
import { fieldsOf, StepField } from './StepField'
import { StepList } from './StepList'
import { TriggerNumbers } from './TriggerNumbers'
import { useBoth, useWords } from './words'

interface Props {
  readonly vocabulary: Vocabulary
  readonly onKind: () => void
}

/** The single steps of each kind of trigger, and its lists of steps. */
const STEPS: Readonly<Record<Kind, readonly ('on' | 'off' | 'after' | 'opens' | 'closes')[]>> = {
  happened: ['on'], held: ['on', 'off'], counted: ['on'], absent: ['after'], silent: ['on'], stacked: ['opens', 'closes'], trend: ['on'], sequence: [], score: [], reading: ['on'], scheduled: [],
}
const LISTS: Readonly<Record<Kind, readonly ('over' | 'expected' | 'updates' | 'stages' | 'inputs')[]>> = {
  happened: ['over'], held: [], counted: [], absent: ['expected', 'updates'], silent: ['over'], stacked: [], trend: [], sequence: ['stages'], score: ['inputs'], reading: [], scheduled: [],
}

/** What a rule watches for: the kind of trigger, and the form of that kind. */
export function TriggerFields({ vocabulary, onKind }: Props): ReactNode {
  const { editor: words, triggers } = useWords()
  const both = useBoth()
  const form = Form.useFormInstance()
  const trigger = Form.useWatch<unknown>('trigger', { form, preserve: true })
  const kind = Form.useWatch<Kind | undefined>(['trigger', 'type'], { form, preserve: true }) ?? 'happened'
  const facts = factsOf(trigger)
  const keys = new Set(facts.flatMap((fact) => vocabulary.facts.find((one) => one.fact === fact)?.names ?? []))
  const choose = (next: Kind) => {
    form.setFieldValue('trigger', emptyTrigger(next))
    onKind()
  }
  return (
    <fieldset>
      <legend>{words.sections.trigger}</legend>
      <div className="form-pair">
        <Form.Item label={words.fields.trigger} extra={words.kinds[kind]}>
          <Select<Kind> value={kind} data-testid="rule-kind" onChange={choose} options={KINDS.map((value) => ({ value, label: triggers[value] }))} />
        </Form.Item>
        {kind !== 'scheduled' && (
          <Form.Item name="key" label={words.fields.key} extra={words.hints.key}><Select mode="tags" options={[...keys].map((value) => ({ value, label: value }))} /></Form.Item>
        )}
      </div>
      {STEPS[kind].map((step) => <StepField key={`${kind}-${step}`} path={['trigger', step]} label={labelOf(kind, step, words)} vocabulary={kind === 'reading' ? measured(vocabulary) : vocabulary} />)}
      {LISTS[kind].map((list) => <StepList key={`${kind}-${list}`} list={list} vocabulary={vocabulary} />)}
      {kind === 'reading' && <UntilField vocabulary={vocabulary} />}
      {kind === 'scheduled' && <ScheduledFields vocabulary={vocabulary} label={both} />}
      <TriggerNumbers kind={kind} fields={facts.flatMap((fact) => fieldsOf(vocabulary, fact))} />
    </fieldset>
  )
}

function labelOf(kind: Kind, step: 'on' | 'off' | 'after' | 'opens' | 'closes', words: { readonly steps: Readonly<Record<string, string>>; readonly reading: string }): string {
  if (kind === 'reading') return words.reading
  return kind === 'held' && step === 'off' ? (words.steps.over ?? step) : stepLabel(step, words.steps)
}

/** When a value is back within its limits; empty: when the first condition is not true any more. */
function UntilField({ vocabulary }: { readonly vocabulary: Vocabulary }): ReactNode {
  const words = useWords().editor
  const form = Form.useFormInstance()
  const fact = Form.useWatch<string | undefined>(['trigger', 'on', 'fact'], form) ?? ''
  if (fact === '') return null
  return <Form.Item name={['trigger', 'until']} label={words.until} extra={words.untilHint}><ConditionField of={fact} fields={fieldsOf(vocabulary, fact)} /></Form.Item>
}

function stepLabel(step: 'on' | 'off' | 'after' | 'opens' | 'closes', names: Readonly<Record<string, string>>): string {
  return names[step] ?? names.over ?? step
}

function ScheduledFields({ vocabulary, label }: { readonly vocabulary: Vocabulary; readonly label: (both: { readonly zh: string; readonly en: string }) => string }): ReactNode {
  const words = useWords().editor
  const form = Form.useFormInstance()
  const measure = Form.useWatch<string | undefined>(['trigger', 'measure'], form) ?? ''
  return (
    <>
      <div className="form-pair">
        <Form.Item name={['trigger', 'cron']} label={words.cron} extra={words.cronHint}><Input className="rule-code" /></Form.Item>
        <Form.Item name={['trigger', 'measure']} label={words.measure}><Select options={vocabulary.measures.map((one) => ({ value: one.measure, label: label(one) }))} /></Form.Item>
      </div>
      {measure !== '' && (
        <Form.Item name={['trigger', 'when']} label={words.condition}>
          <ConditionField of={measure} fields={vocabulary.measures.find((one) => one.measure === measure)?.fields ?? []} />
        </Form.Item>
      )}
    </>
  )
}

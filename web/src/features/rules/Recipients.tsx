import { Button, Checkbox, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'

import { factsOf, type Vocabulary } from './model'
import { useWords } from './words'

export interface Named {
  readonly id: string
  readonly name: string
}

type Path = readonly (string | number)[]
type Kind = 'role' | 'roster' | 'account' | 'field'
const KINDS: readonly Kind[] = ['role', 'roster', 'account', 'field']

interface Props {
  /** Where the list stands in the rule. */
  readonly path: Path
  /** Where it stands in the list around it; alone it is the path. */
  readonly name?: Path
  readonly label: string
  readonly hint?: string
  readonly vocabulary: Vocabulary
  readonly rosters: readonly Named[]
}

/** Who must know: roles, duty rosters, people, or whom the fact names. */
export function Recipients({ path, name = path, label, hint, vocabulary, rosters }: Props): ReactNode {
  const words = useWords().editor
  return (
    <Form.List name={[...name]}>
      {(fields, { add, remove }) => (
        <div className="rule-steps" role="group" aria-label={label}>
          <h4 className="form-part">{label}</h4>
          {hint !== undefined && <p className="rule-hint">{hint}</p>}
          {fields.map(({ key, name: place }) => (
            <div key={key} className="rule-row">
              <Form.Item name={[place, 'kind']}><Select<Kind> aria-label={words.kind} options={KINDS.map((value) => ({ value, label: words.recipients[value] }))} /></Form.Item>
              <Who path={[...path, place]} place={place} vocabulary={vocabulary} rosters={rosters} />
              <Button size="small" onClick={() => remove(place)}>{words.remove}</Button>
            </div>
          ))}
          <Button data-testid={`add-${path.join('-')}`} onClick={() => add({ kind: 'role', name: 'head', department: '', turns: false })}>{words.add.to}</Button>
        </div>
      )}
    </Form.List>
  )
}

function Who({ path, place, vocabulary, rosters }: { readonly path: Path; readonly place: number; readonly vocabulary: Vocabulary; readonly rosters: readonly Named[] }): ReactNode {
  const words = useWords().editor
  const form = Form.useFormInstance()
  const kind = Form.useWatch<Kind | undefined>([...path, 'kind'], form) ?? 'role'
  const trigger = Form.useWatch<unknown>('trigger', { form, preserve: true })
  const names = [...new Set(factsOf(trigger).flatMap((fact) => vocabulary.facts.find((one) => one.fact === fact)?.names ?? []))]
  const fields = names.map((value) => ({ value, label: value }))
  const options = {
    role: choices(vocabulary.roles),
    roster: choices(rosters),
    account: choices(vocabulary.people),
    field: fields,
  }[kind]
  return (
    <>
      <Form.Item name={[place, 'name']}>
        {options.length === 0 ? <Input aria-label={words.who} /> : <Select showSearch={{ optionFilterProp: 'label' }} aria-label={words.who} options={options} />}
      </Form.Item>
      {(kind === 'role' || kind === 'roster') && <Form.Item name={[place, 'turns']} valuePropName="checked"><Checkbox>{words.turns}</Checkbox></Form.Item>}
      {kind === 'role' && <Form.Item name={[place, 'department']}><Select allowClear aria-label={words.department} placeholder={words.department} options={[{ value: '', label: '—' }, ...fields]} /></Form.Item>}
    </>
  )
}

function choices(found: readonly Named[]): { value: string; label: string }[] {
  return found.map(({ id, name }) => ({ value: id, label: name }))
}

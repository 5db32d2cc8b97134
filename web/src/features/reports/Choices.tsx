import { Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'

import type { Content } from './editing'
import { Field } from './Field'
import { useWords } from './words'

interface Props {
  readonly content: Content
  readonly editable: boolean
  /** What the server said is missing or wrong, by field. */
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (change: Partial<Content>) => void
}

/** 危急值 and HP, which must be chosen, and the two scores, which may be left open (RIS-353 … RIS-355). */
export function Choices(props: Props): ReactNode {
  return <div className="report-choices">{props.editable ? <Chosen {...props} /> : <Told content={props.content} />}</div>
}

/** The same to read. */
function Told({ content }: { readonly content: Content }): ReactNode {
  const words = useWords()
  const either = (value: boolean | null, yes: string, no: string) => (value === null ? words.open : value ? yes : no)
  const score = (value: number | null) => (value === null ? words.notScored : String(value))
  const critical = content.critical === true ? [['critical_item', words.criticalItem, content.critical_item], ['critical_value', words.criticalValue, content.critical_value], ['critical_level', words.criticalLevel, words.levels[content.critical_level] ?? '']] : []
  const lines = [
    ['critical', words.critical, either(content.critical, words.yes, words.no)],
    ['hp', words.hp, either(content.hp, words.positive, words.negative)],
    ['image_score', words.imageScore, score(content.image_score)],
    ['report_score', words.reportScore, score(content.report_score)],
    ...critical,
  ]
  return <>{lines.map(([name = '', label = '', text = '']) => <Field key={name} name={name} label={label}><span data-testid={`report-${name}`}>{text}</span></Field>)}</>
}

function Chosen({ content, faults, onChange }: Props): ReactNode {
  const words = useWords()
  const yesNo = (name: 'critical' | 'hp', label: string, yes: string, no: string) => (
    <Field name={name} label={label} required fault={faults[name]}>
      <Radio.Group
        data-testid={`report-${name}`}
        aria-label={label}
        value={content[name]}
        options={[{ value: true, label: yes }, { value: false, label: no }]}
        onChange={({ target }) => onChange({ [name]: target.value as boolean })}
      />
    </Field>
  )
  const score = (name: 'image_score' | 'report_score', label: string) => (
    <Field name={name} label={label} fault={faults[name]}>
      <InputNumber data-testid={`report-${name}`} aria-label={label} min={0} max={100} precision={0} value={content[name]} placeholder={words.notScored} onChange={(value) => onChange({ [name]: value })} />
    </Field>
  )
  return (
    <>
      {yesNo('critical', words.critical, words.yes, words.no)}
      {yesNo('hp', words.hp, words.positive, words.negative)}
      {score('image_score', words.imageScore)}
      {score('report_score', words.reportScore)}
      {content.critical === true && <Critical content={content} faults={faults} onChange={onChange} />}
    </>
  )
}

/** Which critical value it is; on submit it goes its own way to those who are responsible. */
function Critical({ content, faults, onChange }: Omit<Props, 'editable'>): ReactNode {
  const words = useWords()
  const text = (name: 'critical_item' | 'critical_value', label: string, longest: number) => (
    <Field name={name} label={label} required fault={faults[name]}>
      <Input data-testid={`report-${name}`} aria-label={label} maxLength={longest} value={content[name]} onChange={({ target }) => onChange({ [name]: target.value })} />
    </Field>
  )
  return (
    <>
      {text('critical_item', words.criticalItem, 40)}
      {text('critical_value', words.criticalValue, 50)}
      <Field name="critical_level" label={words.criticalLevel} required>
        <Select
          data-testid="report-critical_level"
          aria-label={words.criticalLevel}
          value={content.critical_level}
          options={([1, 2] as const).map((value) => ({ value, label: words.levels[value] }))}
          onChange={(value) => onChange({ critical_level: value })}
        />
      </Field>
    </>
  )
}

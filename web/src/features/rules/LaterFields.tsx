import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'

import { Duration } from './Duration'
import { CHANNELS, LEVELS, type Vocabulary } from './model'
import { type Named, Recipients } from './Recipients'
import { useWords } from './words'

interface Props {
  readonly vocabulary: Vocabulary
  readonly rosters: readonly Named[]
  readonly rules: { readonly value: string; readonly label: string }[]
}

const REMINDER = { every: 300, most: 12 }

/** What follows when nobody acts, and when time counts. */
export function LaterFields({ vocabulary, rosters, rules }: Props): ReactNode {
  const words = useWords().editor
  const { post } = useBackend()
  const calendars = useQuery({ queryKey: ['rules', 'calendars'], queryFn: () => post('/api/rules/list-calendars', {}) })
  const named = (calendars.data?.calendars ?? []).map(({ code, name }) => ({ value: code, label: name }))
  const options = [{ value: '', label: words.noCalendar }, ...named]
  const hours = [{ value: '', label: words.anyTime }, ...named]
  return (
    <>
      <fieldset>
        <legend>{words.sections.later}</legend>
        <Reminding />
        <Escalation vocabulary={vocabulary} rosters={rosters} calendars={hours} />
        <div className="form-pair">
          <Form.Item name="rounds" label={words.fields.rounds} extra={words.hints.rounds}><InputNumber min={0} max={5} precision={0} className="wide" /></Form.Item>
        </div>
      </fieldset>
      <fieldset>
        <legend>{words.sections.more}</legend>
        <div className="form-pair">
          <Form.Item name="calendar" label={words.fields.calendar} extra={words.hints.calendar}><Select options={options} /></Form.Item>
          <Form.Item name="hours" label={words.fields.hours} extra={words.hints.hours}><Select options={hours} /></Form.Item>
          <Form.Item name="lateness" label={words.fields.lateness} extra={words.hints.lateness}><Duration label={words.fields.lateness} /></Form.Item>
          <Form.Item name="latched" label={words.fields.latched} extra={words.hints.latched} valuePropName="checked"><Switch /></Form.Item>
          <Form.Item name="inhibits" label={words.fields.inhibits} extra={words.hints.inhibits}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={rules} /></Form.Item>
        </div>
      </fieldset>
    </>
  )
}

function Reminding(): ReactNode {
  const words = useWords().editor.remind
  const form = Form.useFormInstance()
  const remind = Form.useWatch<object | null | undefined>('remind', { form, preserve: true })
  const on = remind !== null && remind !== undefined
  return (
    <>
      <label className="rule-toggle">
        <Switch size="small" checked={on} onChange={(wanted) => form.setFieldValue('remind', wanted ? REMINDER : null)} /> {words.on}
      </label>
      {on && (
        <div className="form-pair">
          <Form.Item name={['remind', 'every']} label={words.every}><Duration label={words.every} /></Form.Item>
          <Form.Item name={['remind', 'most']} label={words.most}><InputNumber min={1} max={1000} precision={0} className="wide" /></Form.Item>
        </div>
      )}
    </>
  )
}

function Escalation({ vocabulary, rosters, calendars }: Omit<Props, 'rules'> & { readonly calendars: { value: string; label: string }[] }): ReactNode {
  const { editor: words, levels, channels } = useWords()
  return (
    <Form.List name="escalation">
      {(fields, { add, remove }) => (
        <div className="rule-steps" role="group" aria-label={words.fields.escalation}>
          <h4 className="form-part">{words.fields.escalation}</h4>
          {fields.map(({ key, name }) => (
            <div key={key} className="rule-item">
              <div className="form-pair">
                <Form.Item name={[name, 'after']} label={words.wait.after}><Duration label={words.wait.after} /></Form.Item>
                <Form.Item name={[name, 'level']} label={words.wait.level}><Select allowClear placeholder={words.wait.same} options={LEVELS.map((value) => ({ value, label: levels[value] }))} /></Form.Item>
                <Form.Item name={[name, 'channels']} label={words.wait.channels}><Select mode="multiple" options={CHANNELS.map((value) => ({ value, label: channels[value] }))} /></Form.Item>
                <Form.Item name={[name, 'calendar']} label={words.wait.calendar} extra={words.wait.calendarHint}><Select options={calendars} /></Form.Item>
              </div>
              <Recipients path={['escalation', name, 'to']} name={[name, 'to']} label={words.wait.to} vocabulary={vocabulary} rosters={rosters} />
              <Button size="small" onClick={() => remove(name)}>{words.remove}</Button>
            </div>
          ))}
          <Button data-testid="add-escalation" onClick={() => add({ after: 1800, to: [], channels: [], calendar: '' })}>{words.add.escalation}</Button>
        </div>
      )}
    </Form.List>
  )
}

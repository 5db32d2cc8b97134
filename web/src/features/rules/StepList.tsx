import { Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { Duration } from './Duration'
import type { Vocabulary } from './model'
import { StepField } from './StepField'
import { useWords } from './words'

type List = 'over' | 'expected' | 'updates' | 'stages' | 'inputs'

interface Props {
  readonly list: List
  readonly vocabulary: Vocabulary
}

const DAY = 86_400
const EMPTY: Readonly<Record<List, object>> = {
  over: { fact: '', when: '' },
  expected: { fact: '', when: '' },
  updates: { fact: '', when: '' },
  stages: { fact: '', when: '', never: false },
  inputs: { fact: '', when: '', name: '', value: '', seconds: DAY, bands: [], decimals: 1 },
}

/** A list of steps: what ends it, what was expected, what must follow one another, or what is scored. */
export function StepList({ list, vocabulary }: Props): ReactNode {
  const words = useWords().editor
  return (
    <Form.List name={['trigger', list]}>
      {(fields, { add, remove }, { errors }) => (
        <div className="rule-steps" role="group" aria-label={words.steps[list]}>
          {fields.map(({ key, name }, place) => (
            <div key={key} className="rule-item">
              <StepField path={['trigger', list, name]} name={[name]} label={`${words.steps[list]} ${place + 1}`} vocabulary={vocabulary} />
              {list === 'stages' && place > 0 && <Form.Item name={[name, 'never']} label={words.never} valuePropName="checked"><Switch size="small" /></Form.Item>}
              {list === 'inputs' && <InputFields name={name} vocabulary={vocabulary} />}
              <Button size="small" onClick={() => remove(name)}>{words.remove}</Button>
            </div>
          ))}
          <Button onClick={() => add(EMPTY[list])}>{words.add[list]}</Button>
          <Form.ErrorList errors={errors} />
        </div>
      )}
    </Form.List>
  )
}

/** A value of a composite score: its name, where it stands, how long it counts, and the points of each range. */
function InputFields({ name, vocabulary }: { readonly name: number; readonly vocabulary: Vocabulary }): ReactNode {
  const words = useWords().editor
  const form = Form.useFormInstance()
  const fact = Form.useWatch<string | undefined>(['trigger', 'inputs', name, 'fact'], form) ?? ''
  const names = vocabulary.facts.find((one) => one.fact === fact)?.names ?? []
  return (
    <>
      <div className="form-pair">
        <Form.Item name={[name, 'name']} label={words.inputName}><Input maxLength={40} /></Form.Item>
        <Form.Item name={[name, 'value']} label={words.value}><Select showSearch options={names.map((value) => ({ value, label: value }))} /></Form.Item>
        <Form.Item name={[name, 'seconds']} label={words.seconds.score}><Duration label={words.seconds.score} /></Form.Item>
        <Form.Item name={[name, 'decimals']} label={words.decimals}><InputNumber min={0} max={6} className="wide" /></Form.Item>
      </div>
      <Form.List name={[name, 'bands']}>
        {(bands, { add, remove }) => (
          <div className="rule-bands">
            {bands.map(({ key, name: band }) => (
              <div key={key} className="rule-row">
                <Form.Item name={[band, 'low']} label={words.low}><InputNumber /></Form.Item>
                <Form.Item name={[band, 'high']} label={words.high}><InputNumber /></Form.Item>
                <Form.Item name={[band, 'points']} label={words.bandPoints}><InputNumber precision={0} /></Form.Item>
                <Button size="small" onClick={() => remove(band)}>{words.remove}</Button>
              </div>
            ))}
            <Button size="small" onClick={() => add({ points: 0 })}>{words.add.bands}</Button>
          </div>
        )}
      </Form.List>
    </>
  )
}

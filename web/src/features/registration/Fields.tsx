import { Form, Input, InputNumber, Tabs } from 'antd'
import type { ReactNode } from 'react'

import { ItemsField } from './ItemsField'
import { PatientFields } from './PatientFields'
import { RequestFields } from './RequestFields'
import type { Choices } from './useChoices'
import { useWords } from './words'

interface Props {
  readonly choices: Choices
  readonly place: 'room' | 'referral' | 'none'
}

/** Everything that a registration consists of, on three tabs. */
export function Fields({ choices, place }: Props): ReactNode {
  const words = useWords()
  const basic = (
    <>
      <PatientFields today={choices.today} />
      <RequestFields choices={choices} place={place} />
      <fieldset className="block">
        <legend>{words.block.exam}</legend>
        <Form.Item name="items" noStyle rules={[{ validator: (_, items: readonly unknown[] = []) => (items.length > 0 ? Promise.resolve() : Promise.reject(new Error(words.neededItems))) }]}>
          <ItemsField offers={choices.offers} />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>{(form) => <p className="field-error" role="alert">{form.getFieldError('items')[0]}</p>}</Form.Item>
      </fieldset>
    </>
  )
  return (
    <Tabs
      items={[
        { key: 'basic', label: words.tabs.basic, children: basic, forceRender: true },
        { key: 'clinical', label: words.tabs.clinical, children: <Clinical />, forceRender: true },
        { key: 'other', label: words.tabs.other, children: <Other />, forceRender: true },
      ]}
    />
  )
}

/** 临床信息 (RIS-038). */
function Clinical(): ReactNode {
  const words = useWords()
  const lengths = { diagnosis: 1000, purpose: 1000, history: 2000, signs: 2000 } as const
  return (['diagnosis', 'purpose', 'history', 'signs'] as const).map((name) => (
    <Form.Item key={name} name={name} label={words.field[name]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={lengths[name]} /></Form.Item>
  ))
}

/** 其它信息 (RIS-039). */
function Other(): ReactNode {
  const words = useWords()
  return (
    <div className="fields">
      <Form.Item name="pinyin" label={words.field.pinyin}><Input maxLength={200} /></Form.Item>
      <Form.Item name="phone" label={words.field.phone}><Input maxLength={30} inputMode="tel" autoComplete="off" /></Form.Item>
      <Form.Item name="height" label={words.field.height}><InputNumber className="wide" min={0} max={300} /></Form.Item>
      <Form.Item name="weight" label={words.field.weight}><InputNumber className="wide" min={0} max={500} /></Form.Item>
      <Form.Item name="identity" label={words.field.identity}><Input maxLength={50} autoComplete="off" /></Form.Item>
      <Form.Item name="address" label={words.field.address}><Input maxLength={300} autoComplete="off" /></Form.Item>
    </div>
  )
}

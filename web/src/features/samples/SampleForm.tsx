import { Button, Checkbox, Form, Input, Radio, Space, TextArea } from 'antd-mobile'
import { type ReactNode, useState } from 'react'

import { PhotosField } from '@/shared/mobile/PhotosField'
import { tell, warn } from '@/shared/mobile/tell'
import { useSubmit } from '@/shared/mobile/useSubmit'
import { useUploads } from '@/shared/mobile/useUploads'

import { ConsentSheet } from './ConsentSheet'
import { CHECKS, type Content, LONGEST, tidied } from './form'
import { useWords } from './words'

export const FORM_PHOTOS = 'samples.form'

export interface SampleType {
  readonly id: string
  readonly name: string
  readonly iced: boolean
}

interface Props {
  readonly initial: Content
  readonly types: readonly SampleType[]
  readonly consent: { readonly version: number; readonly text: string }
  readonly onType: (typeId: string) => void
  readonly onSubmit: (content: Content, version: number) => Promise<unknown>
}

/** The submission to fill in; nothing leaves it before the notice is ticked. */
export function SampleForm({ initial, types, consent, onType, onSubmit }: Props): ReactNode {
  const words = useWords()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form)
  // Another version of the notice has to be ticked anew.
  const [agreedTo, setAgreedTo] = useState<number | null>(null)
  const [reading, setReading] = useState(false)
  const uploads = useUploads()
  const agreed = agreedTo === consent.version
  const send = async (given: Content) => {
    if (!agreed) {
      warn(words.my.agreeNeeded)
      return
    }
    if (uploads.underWay()) return
    if (await submit(() => onSubmit(tidied(given), consent.version))) tell(words.my.submitted)
  }
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        mode="card"
        name="sample"
        initialValues={initial}
        onFinish={(given: Content) => void send(given)}
        onValuesChange={(changed: Partial<Content>) => changed.sample_type_id !== undefined && onType(changed.sample_type_id)}
        footer={(
          <>
            <div className="patient-agree">
              <Checkbox checked={agreed} onChange={(ticked) => setAgreedTo(ticked ? consent.version : null)} data-testid="agree-notice">{words.my.agree}</Checkbox>
              <button type="button" className="phone-link" data-testid="read-notice" onClick={() => setReading(true)}>《{words.my.notice}》</button>
            </div>
            <Button block color="primary" size="large" type="submit" loading={busy} data-testid="submit-sample">{words.my.submit}</Button>
          </>
        )}
      >
        <SampleFields types={types} onBusy={uploads.note(FORM_PHOTOS)} />
      </Form>
      {reading && <ConsentSheet text={consent.text} onClose={() => setReading(false)} />}
    </>
  )
}

function SampleFields({ types, onBusy }: { readonly types: readonly SampleType[]; readonly onBusy: (busy: boolean) => void }): ReactNode {
  const { fields, needed } = useWords()
  return (
    <>
      <Form.Item name="sample_type_id" label={fields.type} rules={[{ required: true, message: needed(fields.type) }]}>
        <Radio.Group>
          <div role="radiogroup" aria-label={fields.type}>
            <Space direction="vertical">
              {types.map((type) => <Radio key={type.id} value={type.id} data-testid={`type-${type.name}`}>{type.name}</Radio>)}
            </Space>
          </div>
        </Radio.Group>
      </Form.Item>
      <Form.Item name="needs_return" valuePropName="checked">
        <Checkbox data-testid="needs-return">{fields.needsReturn}</Checkbox>
      </Form.Item>
      <Form.Subscribe to={['needs_return']}>
        {({ needs_return: returns }: Partial<Content>) => returns === true && (
          <>
            <Line name="return_recipient" label={fields.recipient} check="required" longest={LONGEST.recipient} auto="name" />
            <Line name="return_phone" label={fields.returnPhone} check="phone" longest={LONGEST.phone} auto="tel" />
            <Line name="return_address" label={fields.address} check="required" longest={LONGEST.address} auto="street-address" />
          </>
        )}
      </Form.Subscribe>
      <Line name="report_email" label={fields.email} check="email" longest={LONGEST.email} auto="email" />
      <Line name="tracking_no" label={fields.tracking} check="number" longest={LONGEST.number} auto="off" />
      <Form.Item name="photos" label={fields.photos} rules={[{ validator: (_, ids: unknown) => (Array.isArray(ids) && ids.length > 0 ? Promise.resolve() : Promise.reject(new Error(needed(fields.photos)))) }]}>
        <PhotosField name={fields.photos} purpose={FORM_PHOTOS} onBusy={onBusy} />
      </Form.Item>
    </>
  )
}

interface LineProps {
  readonly name: keyof Content
  readonly label: string
  readonly check: keyof typeof CHECKS
  readonly longest: number
  readonly auto: string
}

function Line({ name, label, check, longest, auto }: LineProps): ReactNode {
  const { faults, needed } = useWords()
  const validator = (_: unknown, value: unknown) => {
    const fault = CHECKS[check](typeof value === 'string' ? value : '')
    return fault === null ? Promise.resolve() : Promise.reject(new Error(fault === 'required' ? needed(label) : faults[fault]))
  }
  const input = longest === LONGEST.address
    ? <TextArea rows={2} maxLength={longest} aria-label={label} data-testid={name} />
    : <Input maxLength={longest} autoComplete={auto} clearable aria-label={label} data-testid={name} {...(auto === 'tel' || auto === 'email' ? { type: auto } : {})} />
  return <Form.Item name={name} label={label} required rules={[{ validator }]} validateTrigger="onBlur">{input}</Form.Item>
}

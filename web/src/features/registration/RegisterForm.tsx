import { App, Button, Form, type FormInstance, Switch } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { recall, remember } from '@/shared/ui/stored'

import { Fields } from './Fields'
import { Lookup } from './Lookup'
import { ageFor } from './PatientFields'
import type { Found } from './row'
import type { Choices } from './useChoices'
import { useDraft } from './useDraft'
import type { Sending } from './useSending'
import { BLANK, formBody, foundValues, type Values } from './values'
import { useWords } from './words'

interface Props {
  readonly referral: boolean
  readonly choices: Choices
  readonly sending: Sending
  readonly onFound: (found: Found) => void
  readonly onDone: (registrationId: string, barcode: boolean) => void
}

/** Shows a found request in the form; what was chosen of room and time stays. */
export function fillIn(form: FormInstance<Values>, found: Found, today: string): void {
  const { campus, room_id, pre_exam_time, slot_at, group, institution, campus_there, requesting_campus } = form.getFieldsValue(true) as Values
  form.setFieldsValue({ ...BLANK, campus, room_id, pre_exam_time, slot_at, group, institution, campus_there, requesting_campus, ...foundValues(found, today) })
}

/** 新建预约登记 and 新建转诊登记: look up, fill in, submit; Ctrl+Enter submits from anywhere in it. */
export function RegisterForm({ referral, choices, sending, onFound, onDone }: Props): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const { form, busy, send } = sending
  const [barcode, setBarcode] = useState(() => recall('barcode') !== 'off')
  const draft = useDraft(session.account.id, referral ? 'referral' : 'registration')
  useEffect(() => {
    const kept = draft.load()
    if (kept !== null) form.setFieldsValue(kept)
  }, [draft, form])
  const clear = () => {
    form.resetFields()
    draft.drop()
  }
  const submit = async (values: Values) => {
    const body = formBody(values)
    const done = await send(() =>
      referral
        ? post('/api/registration/refer-patient', { ...body, institution: values.institution ?? '', campus: values.campus_there ?? '', requesting_campus: values.requesting_campus ?? '', order_id: values.order_id }, 'command')
        : post('/api/registration/register-patient', { ...body, room_id: values.room_id ?? '', pre_exam_time: values.pre_exam_time, slot_at: values.slot_at, arrears: values.arrears, order_id: values.order_id }, 'command'),
    )
    if (done === null) return
    void message.success(referral ? words.done.referred : words.done.registered)
    clear()
    onDone(done.registration_id, barcode)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      form.submit()
    }
  }
  const changed = (change: Partial<Values>) => {
    if (change.birth_date !== undefined) form.setFieldValue('age', ageFor(change.birth_date, choices.today))
    // Another time than the slot's means that the slot is not wanted.
    if (change.pre_exam_time !== undefined) form.setFieldValue('slot_at', null)
    draft.keep({ ...BLANK, ...(form.getFieldsValue(true) as Values) })
  }
  return (
    <section className="panel" aria-label={referral ? words.freshReferral : words.fresh} data-testid="register" onKeyDown={keys}>
      <header className="panel-head">
        <h2>{referral ? words.freshReferral : words.fresh}</h2>
        <Lookup onFound={onFound} />
      </header>
      <Form<Values> form={form} name="register" layout="vertical" initialValues={BLANK} requiredMark scrollToFirstError onValuesChange={changed} onFinish={() => void submit({ ...BLANK, ...(form.getFieldsValue(true) as Values) })}>
        <Fields choices={choices} place={referral ? 'referral' : 'room'} />
        <footer className="form-foot">
          <label>
            <Switch
              checked={barcode}
              data-testid="barcode-switch"
              aria-label={words.barcodeSwitch}
              onChange={(on) => {
                setBarcode(on)
                remember('barcode', on ? 'on' : 'off')
              }}
            />{' '}
            {words.barcodeSwitch}
          </label>
          <Button data-testid="clear" onClick={clear}>{words.clear}</Button>
          <Button type="primary" htmlType="submit" loading={busy} data-testid="submit" title={words.submitKey}>{words.submit}</Button>
        </footer>
      </Form>
    </section>
  )
}

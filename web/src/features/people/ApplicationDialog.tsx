import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import { Day } from './Day'
import { useGrantWords } from './grantWords'
import { type Card, type Terms, type TermsForm, todayIn, toForm, toTerms } from './terms'

interface Props {
  readonly institution: string
  readonly card: Card
  readonly name: string
  readonly onClose: () => void
}

const PAYMENTS: readonly Terms['payment'][] = ['trial', 'yearly', 'monthly', 'once', 'free']

/** Opens an application, or changes its terms: payment, validity, configuration. */
export function ApplicationDialog({ institution, card, name, onClose }: Props): ReactNode {
  const words = useGrantWords()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const today = todayIn(session.institution.time_zone, new Date())
  const save = async (form: TermsForm) => {
    const given = { institution_id: institution, application: card.code, terms: toTerms(form) }
    await (card.terms === null ? post('/api/access/open-application', given, 'command') : post('/api/access/change-application', given, 'command'))
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  const needed = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <FormDialog<TermsForm>
      title={card.terms === null ? words.openOf(name) : words.changeOf(name)}
      initial={toForm(card.terms, today)}
      onSave={save}
      onClose={onClose}
      at={{ 'access.already_opened': 'payment', 'access.not_opened': 'payment', 'access.over_ceiling': 'payment' }}
    >
      <div className="form-pair">
        <Form.Item name="payment" label={words.payment} rules={needed(words.payment)}><Select options={PAYMENTS.map((value) => ({ value, label: words.payments[value] }))} /></Form.Item>
        <Form.Item name="yuan" label={words.amount} rules={needed(words.amount)}><InputNumber className="wide" min={0} max={10_000_000_000} precision={2} prefix="¥" /></Form.Item>
        <Form.Item name="starts" label={words.starts} rules={[...needed(words.starts), { validator: (_, day: string | null) => (day !== null && day > today ? Promise.reject(new Error(words.startsLate)) : Promise.resolve()) }]}>
          <Day />
        </Form.Item>
        <Form.Item name="ends" label={words.ends} dependencies={['starts']} rules={[({ getFieldValue }) => ({ validator: (_, day: string | null | undefined) => (typeof day === 'string' && day < String(getFieldValue('starts')) ? Promise.reject(new Error(words.endsEarly)) : Promise.resolve()) })]}>
          <Day placeholder={words.forGood} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={words.note}><Input.TextArea rows={3} maxLength={500} showCount /></Form.Item>
    </FormDialog>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, Modal, Skeleton } from 'antd'
import { type ReactNode, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { FormDialog } from '@/shared/ui/FormDialog'

import { CHECKS, LONGEST, optionalPhone } from './form'
import { useWords } from './words'

const DESK = ['samples', 'desk']
const LONGEST_CONSENT = 20_000

interface Values {
  readonly address: string
  readonly recipient: string
  readonly phone: string
  readonly platform_phone: string
  readonly text: string
}

/** 送检信息配置: where samples go, the platform's phone, and 《患者告知书》; patients see it at once. */
export function ConfigDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { config } = useWords()
  const { post } = useBackend()
  const queries = useQueryClient()
  // Should the notice be refused after the address was saved, one's own change must not stand in the way.
  const seen = useRef<number | null>(null)
  // Asked anew: an older answer would only be refused when it is saved.
  const desk = useQuery({ queryKey: [...DESK, 'to change'], queryFn: () => post('/api/samples/show-sample-desk', {}), gcTime: 0 })
  if (desk.data === undefined) {
    return <Modal open title={config.title} footer={null} onCancel={onClose}>{desk.error === null ? <Skeleton active /> : <Alert type="error" showIcon title={explain(desk.error)} />}</Modal>
  }
  const { receiving, consent } = desk.data
  const save = async ({ text, ...given }: Values) => {
    const settled = await post('/api/samples/configure-receiving', { v: seen.current ?? receiving.v, ...given }, 'command')
    seen.current = settled.v
    if (text.trim() !== consent.trim()) await post('/api/samples/publish-consent', { text }, 'command')
    await queries.invalidateQueries({ queryKey: DESK })
  }
  const { address, recipient, phone, platform_phone } = receiving
  return (
    <FormDialog<Values> title={config.title} initial={{ address, recipient, phone, platform_phone, text: consent }} onSave={save} onClose={onClose}>
      <Fields version={receiving.consent_version} />
    </FormDialog>
  )
}

function Fields({ version }: { readonly version: number }): ReactNode {
  const { config, faults, needed } = useWords()
  const rule = (label: string, check: (text: string) => keyof typeof faults | null) => ({
    validator: (_: unknown, value: unknown) => {
      const fault = check(typeof value === 'string' ? value : '')
      return fault === null ? Promise.resolve() : Promise.reject(new Error(fault === 'required' ? needed(label) : faults[fault]))
    },
  })
  return (
    <>
      <Form.Item name="address" label={config.address} required rules={[rule(config.address, CHECKS.required)]}><Input maxLength={LONGEST.address} data-testid="config-address" /></Form.Item>
      <Form.Item name="recipient" label={config.recipient} required rules={[rule(config.recipient, CHECKS.required)]}><Input maxLength={LONGEST.recipient} data-testid="config-recipient" /></Form.Item>
      <Form.Item name="phone" label={config.phone} extra={config.phoneHint} required rules={[rule(config.phone, CHECKS.phone)]}><Input maxLength={LONGEST.phone} data-testid="config-phone" /></Form.Item>
      <Form.Item name="platform_phone" label={config.platform} extra={config.platformHint} rules={[rule(config.platform, optionalPhone)]}><Input maxLength={LONGEST.phone} data-testid="config-platform" /></Form.Item>
      <Form.Item name="text" label={config.consent} extra={`${config.version(version)} · ${config.consentHint}`} rules={[{ required: true, whitespace: true, message: needed(config.consent) }]}>
        <Input.TextArea rows={8} maxLength={LONGEST_CONSENT} data-testid="config-consent" />
      </Form.Item>
    </>
  )
}

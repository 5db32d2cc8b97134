import { Form, Input, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Row } from '@/shared/resources/description'
import { FormDialog } from '@/shared/ui/FormDialog'

import { addressesIn, CHARSETS, formOf, NEW_SENDER, type SenderForm } from './sender'
import { useWords } from './words'

interface Props {
  /** The sender to change, or null to add one. */
  readonly row: Row | null
  readonly onClose: () => void
}

/** Which refusal belongs to which field. */
const AT = { invalid: 'addresses', 'gateway.sender_taken': 'application' }

/** Lets a system send for this institution, or changes from where and in which encoding it may. */
export function SenderDialog({ row, onClose }: Props): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const save = async ({ name, application, facility, addresses, charset, enabled }: SenderForm) => {
    const given = { name: name.trim(), addresses: [...addressesIn(addresses)], charset }
    await (row === null
      ? post('/api/gateway/allow-sender', { ...given, application: application.trim(), facility: facility.trim() }, 'command')
      : post('/api/gateway/change-sender', { ...given, sender_id: row.id, enabled }, 'command'))
  }
  const needed = (label: string) => [{ required: true, whitespace: true, message: words.needed(label) }]
  return (
    <FormDialog<SenderForm> title={row === null ? words.addSender : words.changeSender} initial={row === null ? NEW_SENDER : formOf(row)} onSave={save} onClose={onClose} at={AT}>
      <Form.Item label={words.institution}>{session.institution.name}</Form.Item>
      <Form.Item name="name" label={words.name} rules={needed(words.name)}><Input autoFocus maxLength={100} /></Form.Item>
      <Form.Item name="application" label={words.application} rules={needed(words.application)}><Input disabled={row !== null} maxLength={100} /></Form.Item>
      <Form.Item name="facility" label={words.facility}><Input disabled={row !== null} maxLength={100} /></Form.Item>
      <Form.Item name="addresses" label={words.addresses} extra={words.addressesHint} rules={needed(words.addresses)}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      <Form.Item name="charset" label={words.charset} extra={words.charsetHint}>
        <Select options={CHARSETS.map((value) => ({ value, label: words.charsets[value] }))} />
      </Form.Item>
      {row !== null && <Form.Item name="enabled" label={words.enabled} valuePropName="checked"><Switch /></Form.Item>}
    </FormDialog>
  )
}

import { Button, Form, Input, Switch, Table } from 'antd'
import { type ReactNode, useState } from 'react'

import { FormDialog } from '@/shared/ui/FormDialog'

import type { Policy } from './SecurityPage'
import { useSecurityWords } from './securityWords'

type Address = Policy['addresses'][number]

const PLACE = ['policy', 'addresses']

/** From where one may sign in: addresses and networks, each with what it is. */
export function AddressList(): ReactNode {
  const words = useSecurityWords()
  const form = Form.useFormInstance<{ policy: Policy }>()
  // Watched, so that what is added is seen; errors of the server stand here too.
  const addresses = Form.useWatch<readonly Address[] | undefined>(PLACE, { form: form as never, preserve: true }) ?? []
  const [adding, setAdding] = useState(false)
  const become = (next: readonly Address[]) => form.setFieldValue(PLACE as never, next)
  const needed = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  return (
    <section aria-label={words.addresses}>
      <div className="setting">
        <label htmlFor="security_policy_addresses_on">{words.addresses}</label>
        <Form.Item name={['policy', 'addresses_on']} valuePropName="checked" noStyle><Switch /></Form.Item>
        <Button data-testid="add-address" onClick={() => setAdding(true)}>+ {words.addAddress}</Button>
        <p className="setting-hint">{words.addressesHint}</p>
      </div>
      <Form.Item name={PLACE} noStyle><input type="hidden" /></Form.Item>
      {addresses.length > 0 && (
        <Table<Address>
          size="small"
          rowKey="network"
          pagination={false}
          dataSource={[...addresses]}
          columns={[
            { key: 'network', title: words.network, dataIndex: 'network' },
            { key: 'note', title: words.note, dataIndex: 'note' },
            { key: 'remove', render: (_, address) => <Button type="link" danger size="small" onClick={() => become(addresses.filter((one) => one !== address))}>{words.remove}</Button> },
          ]}
        />
      )}
      {adding && (
        <FormDialog<Address> title={words.addAddress} initial={{}} told={null} width={480} onSave={(given) => {
          become([...addresses, given])
          return Promise.resolve()
        }} onClose={() => setAdding(false)}>
          <Form.Item name="network" label={words.network} rules={needed(words.network)}><Input autoFocus placeholder="10.0.0.0/8" maxLength={64} /></Form.Item>
          <Form.Item name="note" label={words.note} rules={needed(words.note)}><Input maxLength={64} /></Form.Item>
        </FormDialog>
      )}
    </section>
  )
}

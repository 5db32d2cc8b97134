import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Form, Input, Spin, Table } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { FormDialog } from '@/shared/ui/FormDialog'

import { MyPreference } from './MyPreference'
import { useEnglish, useWords } from './words'

type Way = Answer<'/api/messages/show-my-reach'>['ways'][number]

const KEY = ['my-reach']

/** On which ways one is reached, and what one wishes. */
export function MyReach(): ReactNode {
  const words = useWords()
  const english = useEnglish()
  const { post } = useBackend()
  const queries = useQueryClient()
  const [editing, setEditing] = useState<Way | null>(null)
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => post('/api/messages/show-my-reach', {}) })
  if (error !== null) return <Alert type="error" showIcon title={explain(error)} />
  if (data === undefined) return <Spin className="whole" />
  const again = () => queries.invalidateQueries({ queryKey: KEY })
  const save = async ({ address = '' }: { readonly address?: string }) => {
    if (editing === null) return
    await post('/api/messages/save-my-address', { way: editing.way, address }, 'command')
    await again()
  }
  const name = (way: Way) => (english ? way.en : way.zh)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Card title={words.my.addresses} data-testid="my-addresses">
        <Table<Way>
          rowKey="way"
          size="small"
          pagination={false}
          dataSource={[...data.ways]}
          columns={[
            { key: 'way', title: words.outbox.way, render: (_, way) => <>{name(way)} {!way.enabled && <small className="log-name">{words.my.off}</small>}</> },
            { key: 'address', title: words.my.address, className: 'figures', render: (_, way) => <span data-testid={`address-${way.way}`}>{way.address || words.my.notSet}</span> },
            { key: 'change', title: '', render: (_, way) => (way.editable ? <Button type="link" data-testid={`change-${way.way}`} onClick={() => setEditing(way)}>{words.my.change}</Button> : <small>{words.my.fromAccount}</small>) },
          ]}
        />
      </Card>
      <MyPreference key={JSON.stringify(data.preference)} preference={data.preference} onSaved={again} />
      {editing !== null && (
        <FormDialog<{ address?: string }> title={name(editing)} initial={{}} onSave={save} onClose={() => setEditing(null)} width={480}>
          <Form.Item name="address" label={words.my.enter}><Input autoFocus autoComplete="off" /></Form.Item>
        </FormDialog>
      )}
    </div>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Form, Input, Select, Table } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer, Body } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useConfirm } from '@/shared/ui/useConfirm'

import { useWords } from './words'

type Row = Answer<'/api/messages/list-listed'>[number]
type Fields = Required<Body<'/api/messages/list-address'>>

const KEY = ['message-lists']
const WAYS = ['wecom', 'wechat', 'mini_program', 'sms', 'email'] as const

/** Who gets nothing, and of which ways only some get anything. */
export function ListsCard(): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const { confirm } = useConfirm()
  const queries = useQueryClient()
  const [adding, setAdding] = useState(false)
  const { data, isPending } = useQuery({ queryKey: KEY, queryFn: () => post('/api/messages/list-listed', {}) })
  const again = () => queries.invalidateQueries({ queryKey: KEY })
  const remove = (row: Row) => confirm({ title: words.set.askRemove, content: row.masked, work: () => post('/api/messages/unlist-address', { listed_id: row.listed_id }, 'command').finally(() => void again()) })
  const save = async (given: Fields) => {
    await post('/api/messages/list-address', given, 'command')
    await again()
  }
  const ways = WAYS.map((value) => ({ value, label: words.ways[value] ?? value }))
  return (
    <Card title={words.set.lists} data-testid="lists-card" extra={<Button type="primary" data-testid="list-add" onClick={() => setAdding(true)}>{words.set.addAddress}</Button>}>
      <p className="hint">{words.set.listsHint}</p>
      <Table<Row>
        rowKey="listed_id"
        size="small"
        loading={isPending}
        dataSource={[...(data ?? [])]}
        columns={[
          { key: 'kind', title: words.set.kind, render: (_, row) => words.set[row.kind] },
          { key: 'address', title: words.my.address, dataIndex: 'masked', className: 'figures' },
          { key: 'way', title: words.outbox.way, render: (_, row) => (row.way === '' ? words.set.everyWay : words.ways[row.way]) },
          { key: 'note', title: words.set.note, dataIndex: 'note' },
          { key: 'by', title: words.set.by, dataIndex: 'by_name' },
          { key: 'at', title: words.at, className: 'figures', render: (_, row) => moment(row.at, session.institution.time_zone) },
          { key: 'remove', title: '', render: (_, row) => <Button type="link" danger size="small" onClick={() => remove(row)}>{words.set.remove}</Button> },
        ]}
      />
      {adding && (
        <FormDialog<Fields> title={words.set.addAddress} initial={{ kind: 'black', way: '', note: '' }} onSave={save} onClose={() => setAdding(false)} width={520} at={{ 'messages.already_listed': 'address', 'messages.white_needs_way': 'way' }}>
          <Form.Item name="kind" label={words.set.kind}><Select options={[{ value: 'black', label: words.set.black }, { value: 'white', label: words.set.white }]} /></Form.Item>
          <Form.Item name="way" label={words.outbox.way}><Select options={[{ value: '', label: words.set.everyWay }, ...ways]} /></Form.Item>
          <Form.Item name="address" label={words.set.address} rules={[{ required: true, message: words.set.required(words.my.address) }]}><Input autoFocus autoComplete="off" /></Form.Item>
          <Form.Item name="note" label={words.set.note}><Input maxLength={100} /></Form.Item>
        </FormDialog>
      )}
    </Card>
  )
}

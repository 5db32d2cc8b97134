import './messages.css'

import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select, type TableColumnsType } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer, Body } from '@/shared/api/post'
import { useLiveRows } from '@/shared/live/LiveProvider'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'
import { Moment } from '@/shared/ui/Moment'
import { RowActions } from '@/shared/ui/RowActions'
import { useConfirm } from '@/shared/ui/useConfirm'

import { AnnounceDialog } from './AnnounceDialog'
import { useEnglish, useWords } from './words'

type Row = Answer<'/api/messages/list-deliveries'>['rows'][number]
type Wanted = Required<Pick<Body<'/api/messages/list-deliveries'>, 'way' | 'state' | 'template_name' | 'span' | 'since' | 'until'>>

const WAYS = ['wecom', 'wechat', 'mini_program', 'sms', 'email', 'webhook'] as const
const STATES = ['queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'skipped'] as const
const SPANS = ['7d', '1m', '3m', 'custom'] as const
const REPEATABLE: readonly string[] = ['failed', 'unknown', 'skipped']
const INITIAL: Wanted = { way: null, state: null, template_name: '', span: '7d', since: null, until: null }

/** Every message on every way, and what became of it, live (发送记录). */
export default function DeliveriesPage(): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const [announcing, setAnnouncing] = useState(false)
  const { rows: underWay } = useLiveRows<unknown>(`messages-outgoing:${session.institution.id}`)
  useEffect(() => void queries.invalidateQueries({ queryKey: ['people', 'deliveries'] }), [queries, underWay])
  const may = session.account.permissions.includes('messages.announce')
  return (
    <main className="page">
      <CursorList<Row, Wanted>
        label={words.outbox.list}
        name="deliveries"
        initial={INITIAL}
        ask={(wanted, part) => post('/api/messages/list-deliveries', { ...wanted, ...part, topic: '', message_id: '' })}
        filters={<Filters />}
        bar={<>
          {may && <Button type="primary" data-testid="announce" onClick={() => setAnnouncing(true)}>{words.outbox.announce}</Button>}
          <span role="status" data-testid="under-way">{words.outbox.underWay(underWay.length)}</span>
        </>}
        columns={useColumns()}
        rowKey={({ delivery_id }) => delivery_id}
      />
      {announcing && <AnnounceDialog onClose={() => setAnnouncing(false)} />}
    </main>
  )
}

function Filters(): ReactNode {
  const words = useWords()
  return (
    <>
      <Form.Item name="way" label={words.outbox.way}><Select allowClear placeholder={words.outbox.anyWay} options={WAYS.map((value) => ({ value, label: words.ways[value] }))} /></Form.Item>
      <Form.Item name="template_name" label={words.outbox.template}><Input allowClear /></Form.Item>
      <Form.Item name="state" label={words.state}><Select allowClear placeholder={words.outbox.anyState} options={STATES.map((value) => ({ value, label: words.outbox.states[value] }))} /></Form.Item>
      <Form.Item name="span" label={words.outbox.span}><Select options={SPANS.map((value) => ({ value, label: words.outbox.spans[value] }))} /></Form.Item>
      <Form.Item noStyle shouldUpdate={(before: Wanted, after: Wanted) => before.span !== after.span}>
        {({ getFieldValue }) => getFieldValue('span') === 'custom' && (
          <>
            <Form.Item name="since" label={words.outbox.from}><Moment /></Form.Item>
            <Form.Item name="until" label={words.outbox.till}><Moment /></Form.Item>
          </>
        )}
      </Form.Item>
    </>
  )
}

function useColumns(): TableColumnsType<Row> {
  const words = useWords()
  const english = useEnglish()
  const { t } = useTranslation()
  const { post, session } = useBackend()
  const { confirm } = useConfirm()
  const queries = useQueryClient()
  const zone = session.institution.time_zone
  const retry = (row: Row) => confirm({
    title: words.outbox.askRetry,
    content: `${row.account_name} ${words.ways[row.way] ?? row.way}`,
    danger: false,
    work: () => post('/api/messages/retry-delivery', { delivery_id: row.delivery_id }, 'command').finally(() => void queries.invalidateQueries({ queryKey: ['people', 'deliveries'] })),
  })
  return [
    { key: 'created', title: words.outbox.created, className: 'figures', render: (_, row) => moment(row.created_at, zone) },
    { key: 'title', title: words.title, render: (_, row) => (english ? row.title_en : row.title_zh) },
    { key: 'to', title: words.outbox.to, dataIndex: 'account_name' },
    { key: 'way', title: words.outbox.way, render: (_, row) => words.ways[row.way] ?? row.way },
    { key: 'address', title: words.outbox.address, dataIndex: 'address', className: 'figures' },
    { key: 'state', title: words.state, render: (_, row) => <span className="delivery" data-state={row.state} data-testid="delivery-state">{words.outbox.states[row.state] ?? row.state}</span> },
    { key: 'code', title: words.outbox.code, render: (_, row) => <>{words.outbox.codes[row.code] ?? row.code} <small className="log-name">{row.reason}</small></> },
    { key: 'tries', title: words.outbox.tries, dataIndex: 'tries', align: 'right', className: 'figures' },
    { key: 'push', title: words.outbox.push, dataIndex: 'push', align: 'right', className: 'figures' },
    { key: 'template', title: words.outbox.template, render: (_, row) => (row.template_version === null ? '' : `${row.template} v${row.template_version}`) },
    {
      key: 'actions', title: t('list.actions'), fixed: 'right',
      render: (_, row) => REPEATABLE.includes(row.state) && <RowActions name={row.account_name} actions={[{ key: 'retry', label: words.outbox.retry, onClick: () => retry(row) }]} />,
    },
  ]
}

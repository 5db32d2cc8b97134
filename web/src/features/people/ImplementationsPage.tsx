import { Form, Input, type TableColumnsType, Tag } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'
import { Moment } from '@/shared/ui/Moment'

import { useGrantWords } from './grantWords'

type Row = Answer<'/api/access/list-implementations'>['rows'][number]

interface Filters {
  readonly name: string
  readonly since: string | null
  readonly until: string | null
}

const INITIAL: Filters = { name: '', since: null, until: null }
/** An institution below tells of its founding only to its own people. */
const OTHERS_MS = 10_000

/** Tenants that wait for their set-up on site, those of the last week unless more is asked for (实施管理). */
export default function ImplementationsPage(): ReactNode {
  const words = useGrantWords()
  const { post, session } = useBackend()
  const columns: TableColumnsType<Row> = [
    { key: 'name', title: words.institution, dataIndex: 'name' },
    { key: 'short', title: words.shortName, dataIndex: 'short_name' },
    { key: 'region', title: words.region, dataIndex: 'region' },
    { key: 'state', title: words.installState, render: () => <Tag color="orange">{words.toInstall}</Tag> },
    { key: 'created', title: words.createdAt, className: 'figures', render: (_, row) => moment(row.created_at, session.institution.time_zone) },
  ]
  return (
    <main className="page">
      <CursorList<Row, Filters>
        label={words.implementations}
        name="implementations"
        initial={INITIAL}
        ask={(filters, part) => post('/api/access/list-implementations', { ...filters, ...part })}
        filters={<>
          <Form.Item name="name" label={words.institution}><Input allowClear /></Form.Item>
          <Form.Item name="since" label={words.from}><Moment /></Form.Item>
          <Form.Item name="until" label={words.until}><Moment /></Form.Item>
        </>}
        columns={columns}
        rowKey={({ id }) => id}
        every={OTHERS_MS}
      />
    </main>
  )
}

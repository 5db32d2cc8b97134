import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Select, Switch, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import { leadsTo } from './about'
import { LevelTag } from './LevelTag'
import type { Level } from './types'
import { type MessageWords } from './zh'
import { useEnglish, useWords } from './words'

type Row = Answer<'/api/messages/list-messages'>['messages'][number]

const KEY = ['messages']
const LEVELS: readonly Level[] = ['high', 'medium', 'low', 'info']

/** One's own messages, the newest first; the bell has them asked anew when something arrives or is read elsewhere. */
export function MessageList(): ReactNode {
  const words = useWords()
  const { message } = App.useApp()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const [topic, setTopic] = useState('')
  const [level, setLevel] = useState<Level | ''>('')
  const [unread, setUnread] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const again = () => void queries.invalidateQueries({ queryKey: KEY })
  const topics = useQuery({ queryKey: [...KEY, 'topics'], queryFn: () => post('/api/messages/list-topics', {}) })
  const found = useInfiniteQuery({
    queryKey: [...KEY, 'list', topic, level, unread],
    queryFn: ({ pageParam }) => post('/api/messages/list-messages', { topic, level: level === '' ? null : level, unread, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    placeholderData: keepPreviousData,
  })
  const see = async (ids: readonly string[]) => {
    try {
      await post('/api/messages/mark-read', { message_ids: [...ids] }, 'command')
      setChosen([])
      again()
    } catch (error) {
      void message.error(explain(error))
    }
  }
  const rows = found.data?.pages.flatMap((page) => page.messages) ?? []
  const named = (name: string) => words.topics[name] ?? name
  const count = (topics.data ?? []).reduce((sum, one) => sum + one.unread, 0)
  return (
    <section className="list" aria-label={words.centre} data-testid="message-list">
      {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
      <div className="messages-bar" role="search">
        <Select aria-label={words.topic} value={topic} data-testid="filter-topic" onChange={setTopic} options={[{ value: '', label: words.anyTopic }, ...(topics.data ?? []).map((one) => ({ value: one.topic, label: `${named(one.topic)} (${one.unread}/${one.messages})` }))]} />
        <Select<Level | ''> aria-label={words.levelName} value={level} data-testid="filter-level" onChange={setLevel} options={[{ value: '', label: words.anyLevel }, ...LEVELS.map((value) => ({ value, label: words.level[value] }))]} />
        <label><Switch checked={unread} data-testid="filter-unread" onChange={setUnread} /> {words.onlyUnread}</label>
        <span style={{ marginLeft: 'auto' }} />
        <Button disabled={chosen.length === 0} data-testid="mark-read" onClick={() => void see(chosen)}>{words.markRead}</Button>
        <Button disabled={count === 0} data-testid="mark-all-read" onClick={() => void see([])}>{words.allRead}</Button>
      </div>
      <Table<Row>
        rowKey="message_id"
        size="middle"
        columns={columnsOf(words, useEnglish(), session.institution.time_zone, (row) => void see([row.message_id]))}
        dataSource={rows}
        loading={found.isPending}
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowClassName={(row) => (row.read_at === null ? 'messages-unread' : '')}
        rowSelection={{ selectedRowKeys: [...chosen], onChange: (keys) => setChosen(keys.map(String)), getCheckboxProps: (row) => ({ disabled: row.read_at !== null }) }}
        locale={{ emptyText: <p className="calm">{words.empty}</p> }}
      />
      {found.hasNextPage && <nav className="list-pager"><Button loading={found.isFetchingNextPage} data-testid="more" onClick={() => void found.fetchNextPage()}>{words.next}</Button></nav>}
    </section>
  )
}

function columnsOf(words: MessageWords, english: boolean, zone: string, see: (row: Row) => void): TableColumnsType<Row> {
  const open = (row: Row) => {
    if (row.read_at === null) see(row)
  }
  return [
    { key: 'level', title: words.levelName, render: (_, row) => <LevelTag message={row} /> },
    { key: 'topic', title: words.topic, render: (_, row) => words.topics[row.topic] ?? row.topic },
    { key: 'title', title: words.title, render: (_, row) => (english ? row.title_en : row.title_zh) },
    { key: 'text', title: words.text, className: 'messages-text', render: (_, row) => <>{english ? row.text_en : row.text_zh}{row.settled_by !== null && <small> · {words.settled(row.settled_by)}</small>}</> },
    { key: 'at', title: words.at, className: 'figures', render: (_, row) => moment(row.sent_at, zone) },
    { key: 'state', title: words.state, render: (_, row) => <span data-testid="read-state">{row.read_at === null ? words.isUnread : `${words.isRead} ${moment(row.read_at, zone)}`}</span> },
    {
      key: 'actions', title: '', render: (_, row) => {
        const to = leadsTo(row)
        return (
          <span className="row-actions">
            {to !== null && <Button type="link" size="small" href={to} onClick={() => open(row)}>{words.look}</Button>}
            {row.read_at === null && <Button type="link" size="small" data-testid="row-seen" onClick={() => see(row)}>{words.markRead}</Button>}
          </span>
        )
      },
    },
  ]
}

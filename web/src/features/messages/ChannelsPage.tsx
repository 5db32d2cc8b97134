import '@/shared/ui/list.css'
import './messages.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Spin, Tabs } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import { ListsCard } from './ListsCard'
import { PolicyCard } from './PolicyCard'
import { WayCard } from './WayCard'
import { useWords } from './words'

const WAYS = ['message-ways']
const POLICY = ['message-policy']

/** The ways out of the house, what holds for all of them, and who gets nothing (消息通道). */
export default function ChannelsPage(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const queries = useQueryClient()
  const ways = useQuery({ queryKey: WAYS, queryFn: () => post('/api/messages/list-ways', {}) })
  const policy = useQuery({ queryKey: POLICY, queryFn: () => post('/api/messages/show-policy', {}) })
  const error = ways.error ?? policy.error
  if (error !== null) return <Alert type="error" showIcon title={explain(error)} />
  if (ways.data === undefined || policy.data === undefined) return <Spin size="large" className="whole" />
  const items = [
    ...ways.data.map((way) => ({
      key: way.way,
      label: <span data-testid={`way-${way.way}`}>{words.ways[way.way]}{way.enabled && ' ●'}</span>,
      children: <WayCard key={way.changed_at ?? ''} way={way} onSaved={() => queries.invalidateQueries({ queryKey: WAYS })} />,
    })),
    { key: 'policy', label: words.set.policy, children: <PolicyCard key={JSON.stringify(policy.data)} policy={policy.data} onSaved={() => queries.invalidateQueries({ queryKey: POLICY })} /> },
    { key: 'lists', label: words.set.lists, children: <ListsCard /> },
  ]
  return <main className="page" data-testid="channels-page"><Tabs items={items} destroyOnHidden /></main>
}

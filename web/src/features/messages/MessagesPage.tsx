import '@/shared/ui/list.css'
import './messages.css'

import { Tabs } from 'antd'
import type { ReactNode } from 'react'

import { MessageList } from './MessageList'
import { MyReach } from './MyReach'
import { useWords } from './words'

/** Everybody's own messages, and how he wants to be reached (消息中心). */
export default function MessagesPage(): ReactNode {
  const words = useWords()
  const items = [
    { key: 'list', label: words.centre, children: <MessageList /> },
    { key: 'reach', label: words.reach, children: <MyReach /> },
  ]
  return <main className="page" data-testid="messages-page"><Tabs items={items} destroyOnHidden /></main>
}

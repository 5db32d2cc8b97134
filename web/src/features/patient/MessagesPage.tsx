import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button, List, NoticeBar } from 'antd-mobile'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { Page } from '@/shared/mobile/Page'
import { dayAndTime } from '@/shared/time/format'

import type { Inbox, Message } from './useInbox'
import { useEnglish, useWords } from './words'

export const KEY = ['messages', 'list']

/** 消息中心: the newest first, unread ones marked; it follows what arrives. */
export function MessagesPage({ inbox, corner }: { readonly inbox: Inbox; readonly corner: ReactNode }): ReactNode {
  const words = useWords()
  const found = useMessages()
  const rows = found.data?.pages.flatMap((page) => page.messages) ?? []
  return (
    <Page title={words.messages.title} back="#me" corner={corner}>
      {found.error !== null && <NoticeBar color="error" content={explain(found.error)} />}
      {inbox.state === 'stale' && <NoticeBar color="alert" content={words.messages.stale} />}
      {inbox.unread.length > 0 && <Button size="small" fill="outline" data-testid="all-read" onClick={() => void inbox.see([])}>{words.messages.allRead}</Button>}
      {rows.length === 0 && !found.isPending && <p className="phone-calm" role="status">{words.messages.empty}</p>}
      <List data-testid="messages">{rows.map((message) => <Line key={message.message_id} message={message} />)}</List>
      {found.hasNextPage && <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{words.messages.more}</Button>}
    </Page>
  )
}

interface Part { readonly messages: readonly Message[]; readonly after: string | null }

/** One's own messages, the newest first. */
export function useMessages(): UseInfiniteQueryResult<InfiniteData<Part>> {
  const { post } = useBackend()
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) => post('/api/messages/list-messages', { topic: '', level: null, unread: false, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
  })
}

function Line({ message }: { readonly message: Message }): ReactNode {
  const words = useWords()
  const english = useEnglish()
  const zone = useBackend().session.institution.time_zone
  const to = `messages/${message.message_id}`
  const unread = message.read_at === null
  return (
    <List.Item
      clickable={false}
      arrowIcon
      data-testid="message"
      data-unread={unread}
      description={<time>{dayAndTime(message.sent_at, zone)}</time>}
      extra={unread && <b className="patient-unread">{words.messages.unread}</b>}
      onClick={() => { location.hash = to }}
    >
      <a href={`#${to}`} className="patient-entry">{english ? message.title_en : message.title_zh}</a>
    </List.Item>
  )
}

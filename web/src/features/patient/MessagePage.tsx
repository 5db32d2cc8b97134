import { type ReactNode, useEffect, useEffectEvent } from 'react'

import { useBackend } from '@/shared/api/backend'
import { Page } from '@/shared/mobile/Page'
import { dayAndTime } from '@/shared/time/format'

import { useMessages } from './MessagesPage'
import type { Inbox, Message } from './useInbox'
import { useEnglish, useWords } from './words'

interface Props {
  readonly messageId: string
  readonly inbox: Inbox
  readonly corner: ReactNode
  /** What another room adds to a message of its own: what can be copied, and where it leads. */
  readonly extra: (message: Message) => ReactNode
}

/** One message; opening it counts as read. */
export function MessagePage({ messageId, inbox, corner, extra }: Props): ReactNode {
  const words = useWords()
  const english = useEnglish()
  const zone = useBackend().session.institution.time_zone
  const { message, searching } = useMessage(messageId)
  const see = useEffectEvent(() => void inbox.see([messageId]))
  const unread = message?.read_at === null
  useEffect(() => {
    if (unread) see()
  }, [unread])
  return (
    <Page title={words.messages.detail} back="#messages" corner={corner}>
      {message === undefined ? !searching && <p className="phone-calm" role="status">{words.messages.gone}</p> : (
        <article className="phone-card" data-testid="message-detail">
          <h2>{english ? message.title_en : message.title_zh}</h2>
          <p className="phone-calm"><time>{dayAndTime(message.sent_at, zone)}</time></p>
          <p className="phone-text" data-testid="message-text">{english ? message.text_en : message.text_zh}</p>
          <div className="phone-actions">{extra(message)}</div>
        </article>
      )}
    </Page>
  )
}

/** Looks through the pages until it is found. */
function useMessage(messageId: string): { readonly message: Message | undefined; readonly searching: boolean } {
  const { data, hasNextPage, isFetching, isPending, fetchNextPage } = useMessages()
  const message = data?.pages.flatMap((page) => page.messages).find((one) => one.message_id === messageId)
  const further = message === undefined && hasNextPage && !isFetching
  useEffect(() => {
    if (further) void fetchNextPage()
  }, [further, fetchNextPage])
  return { message, searching: isPending || isFetching }
}

import { Button, Empty } from 'antd'
import type { ReactNode } from 'react'

import { dayAndTime } from '@/shared/time/format'

import { leadsTo } from './about'
import { LevelTag } from './LevelTag'
import type { Message } from './types'
import { useEnglish, useWords } from './words'

const SHOWN = 8

interface Props {
  readonly unread: readonly Message[]
  readonly zone: string
  readonly onSee: (ids: readonly string[]) => Promise<void>
  readonly onLeave: () => void
}

/** The newest unread messages, below the bell. */
export function BellList({ unread, zone, onSee, onLeave }: Props): ReactNode {
  const words = useWords()
  const english = useEnglish()
  const open = (message: Message) => {
    void onSee([message.message_id])
    onLeave()
  }
  return (
    <section className="bell-list" aria-label={words.unread} data-testid="bell-list">
      {unread.length === 0 && <Empty description={words.none} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
      <ul>
        {unread.slice(0, SHOWN).map((message) => {
          const to = leadsTo(message)
          return (
            <li key={message.message_id} data-testid="bell-item">
              <LevelTag message={message} /> <b>{english ? message.title_en : message.title_zh}</b>
              <p>{english ? message.text_en : message.text_zh}</p>
              <small>{dayAndTime(message.sent_at, zone)}{message.settled_by !== null && ` · ${words.settled(message.settled_by)}`}</small>
              <span>
                {to !== null && <Button type="link" size="small" href={to} onClick={() => open(message)}>{words.look}</Button>}
                <Button type="link" size="small" data-testid="bell-seen" onClick={() => void onSee([message.message_id])}>{words.seen}</Button>
              </span>
            </li>
          )
        })}
      </ul>
      <footer>
        {unread.length > SHOWN && <small>{words.more(unread.length - SHOWN)}</small>}
        <Button size="small" disabled={unread.length === 0} data-testid="bell-all-read" onClick={() => void onSee([])}>{words.allRead}</Button>
        <Button size="small" type="primary" href="#messages" data-testid="bell-centre" onClick={onLeave}>{words.all}</Button>
      </footer>
    </section>
  )
}

import { Button } from 'antd'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { clockTime } from '@/shared/time/format'

import { leadsTo } from './about'
import { keyOf } from './arrivals'
import { LevelTag } from './LevelTag'
import { levelOf, type Message } from './types'
import { useEnglish, useWords } from './words'

const SHOWN = 4
const LOW_MS = 6000

interface Props {
  /** The gravest first. */
  readonly messages: readonly Message[]
  readonly zone: string
  readonly onSee: (ids: readonly string[]) => Promise<void>
}

/** What has just come, above whatever page is shown: medium and high stay until they are seen, low goes by itself. */
export function Popups({ messages, zone, onSee }: Props): ReactNode {
  const words = useWords()
  const place = useRef<HTMLElement>(null)
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  useFocusKey(() => place.current?.querySelector('button')?.focus())
  const there = messages.filter((message) => !gone.has(keyOf(message)))
  const hide = (message: Message) => setGone((before) => new Set([...before, keyOf(message)]))
  if (there.length === 0) return null
  return createPortal(
    <section ref={place} className="popups" role="region" aria-label={words.popups} data-testid="popups">
      {there.slice(0, SHOWN).map((message) => (
        <Popup key={keyOf(message)} message={message} zone={zone} onSee={onSee} onGone={() => hide(message)} />
      ))}
      {there.length > SHOWN && <a className="popups-more" href="#messages">{words.more(there.length - SHOWN)}</a>}
    </section>,
    document.body,
  )
}

interface PopupProps {
  readonly message: Message
  readonly zone: string
  readonly onSee: (ids: readonly string[]) => Promise<void>
  readonly onGone: () => void
}

function Popup({ message, zone, onSee, onGone }: PopupProps): ReactNode {
  const words = useWords()
  const english = useEnglish()
  const level = levelOf(message)
  const low = level === 'low'
  const leave = useEffectEvent(onGone)
  useEffect(() => {
    if (!low) return undefined
    const timer = setTimeout(() => leave(), LOW_MS)
    return () => clearTimeout(timer)
  }, [low])
  const to = leadsTo(message)
  return (
    <article className="popup" data-level={level} role={level === 'high' ? 'alert' : 'status'} data-testid="popup" data-message={message.message_id}>
      <header>
        <LevelTag message={message} /> <b>{english ? message.title_en : message.title_zh}</b>
        <time>{clockTime(message.sent_at, zone)}</time>
      </header>
      <p>{english ? message.text_en : message.text_zh}</p>
      <footer>
        {message.pushes > 1 && <small>{words.again(message.pushes)}</small>}
        {to !== null && <Button size="small" type="primary" href={to} data-testid="popup-look" onClick={() => void onSee([message.message_id])}>{words.look}</Button>}
        <Button size="small" data-testid="popup-seen" onClick={() => void onSee([message.message_id])}>{words.seen}</Button>
      </footer>
    </article>
  )
}

/** F8 leads to what has just come, wherever the cursor is. */
function useFocusKey(focus: () => void): void {
  const act = useEffectEvent(focus)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F8') act()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

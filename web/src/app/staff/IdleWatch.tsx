import { Button, Modal } from 'antd'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'

import type { Post } from '@/shared/api/post'
import { recall, remember } from '@/shared/ui/stored'

import { useShellWords } from './words'

const ACTIVE = 'active'
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
const MINUTE_MS = 60_000
const TICK_MS = 1000
const WARNED_MS = 60_000

interface Props {
  /** A page left alone for so long is signed out. */
  readonly minutes: number
  readonly post: Post
  readonly onIdle: () => Promise<void>
}

/** Signs out a page that nobody touches, after a countdown; another page of this browser that is used counts too. */
export function IdleWatch({ minutes, post, onIdle }: Props): ReactNode {
  const words = useShellWords()
  const [left, setLeft] = useState<number | null>(null)
  const [leaving, setLeaving] = useState(false)
  const used = useRef(0)
  const told = useRef(0)
  const leave = () => {
    if (leaving) return
    setLeaving(true)
    // Refused means that the session is gone already; the store then says so.
    void onIdle().catch(() => undefined).finally(() => setLeaving(false))
  }
  const touch = useEffectEvent(() => {
    used.current = Date.now()
    remember(ACTIVE, String(used.current))
  })
  const tick = useEffectEvent(() => {
    const now = Date.now()
    const last = Math.max(used.current, Number(recall(ACTIVE) ?? 0))
    const rest = last + minutes * MINUTE_MS - now
    setLeft(rest <= Math.min(WARNED_MS, (minutes * MINUTE_MS) / 2) ? Math.max(0, Math.ceil(rest / TICK_MS)) : null)
    if (rest <= 0) leave()
    else if (last > told.current && now - told.current >= MINUTE_MS) {
      told.current = now
      // What does not arrive is told again a minute later.
      void post('/api/access/stay', {}, 'command').catch(() => undefined)
    }
  })
  useEffect(() => {
    touch()
    const onTouch = () => touch()
    SIGNS.forEach((sign) => window.addEventListener(sign, onTouch, { passive: true }))
    const timer = setInterval(() => tick(), TICK_MS)
    return () => {
      clearInterval(timer)
      SIGNS.forEach((sign) => window.removeEventListener(sign, onTouch))
    }
  }, [])
  if (left === null) return null
  const footer = [
    <Button key="leave" onClick={leave} loading={leaving}>{words.idleLeave}</Button>,
    <Button key="stay" type="primary" data-testid="stay" onClick={() => setLeft(null)}>{words.idleStay}</Button>,
  ]
  return (
    <Modal open closable={false} title={words.idleTitle} footer={footer} data-testid="idle">
      <p role="timer">{words.idleText(left)}</p>
    </Modal>
  )
}

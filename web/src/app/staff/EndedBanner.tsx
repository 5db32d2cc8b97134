import { Alert, Button, Space } from 'antd'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'

import { BY_OPERATOR } from '@/shared/live/connection'
import { useConnection, useReopen } from '@/shared/live/LiveProvider'

/** Closes that mean that the session has ended: the server's invalid token, and the SDK's "unauthorized". */
const SIGNED_OUT: readonly number[] = [1, 3500]

const WORDS = {
  'zh-CN': {
    operator: '运维人员已断开本页面的实时连接，页面不再自动更新。',
    session: '登录已结束，页面不再自动更新，请重新登录。',
    other: '实时连接已被服务器断开，页面不再自动更新。',
    again: '重新连接',
    signIn: '重新登录',
  },
  en: {
    operator: 'An operator has disconnected this page; it no longer updates by itself.',
    session: 'You have been signed out; the page no longer updates by itself. Sign in again.',
    other: 'The server has ended the live connection; the page no longer updates by itself.',
    again: 'Reconnect',
    signIn: 'Sign in again',
  },
} as const

interface Props {
  readonly onSignIn: () => void
  /** Asks whether the session still lives; true when it goes on. */
  readonly recheck: () => Promise<boolean>
}

/** Says that the live connection has ended for good, why, and the way back. */
export function EndedBanner({ onSignIn, recheck }: Props): ReactNode {
  const { i18n } = useTranslation()
  const { ended } = useConnection()
  const reopen = useReopen()
  const look = useEffectEvent(() => {
    void recheck().then((lives) => {
      if (lives) reopen()
    })
  })
  useEffect(() => {
    if (ended !== null && SIGNED_OUT.includes(ended)) look()
  }, [ended])
  if (ended === null) return null
  const words = i18n.language === 'en' ? WORDS.en : WORDS['zh-CN']
  const signedOut = SIGNED_OUT.includes(ended)
  const why = signedOut ? words.session : ended === BY_OPERATOR ? words.operator : words.other
  const action = (
    <Space>
      {!signedOut && <Button type="primary" data-testid="reconnect" onClick={reopen}>{words.again}</Button>}
      <Button data-testid="sign-in-again-page" onClick={onSignIn}>{words.signIn}</Button>
    </Space>
  )
  return <Alert banner type="error" role="alert" data-testid="ended-banner" title={why} action={action} />
}

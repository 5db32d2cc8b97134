import '@/shared/ui/list.css'

import { Button, Tabs } from 'antd'
import { type ReactNode, useCallback, useState, useSyncExternalStore } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Row } from '@/shared/resources/description'
import { ResourcePage } from '@/shared/resources/page/ResourcePage'
import { textOf } from '@/shared/resources/values'

import { RawDialog } from './RawDialog'
import { SenderDialog } from './SenderDialog'
import { useReplay } from './useReplay'
import { useWords } from './words'

const PAGE = 'interfaces'
const SENDERS = `${PAGE}/senders`

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** 接口消息: what other systems sent and what became of it, and who may send (`/#interfaces/senders`). */
export default function InterfacesPage(): ReactNode {
  const words = useWords()
  const tab = useSyncExternalStore(onChange, () => (location.hash.slice(1) === SENDERS ? SENDERS : PAGE))
  const tabs = [{ key: PAGE, label: words.messages }, { key: SENDERS, label: words.senders }]
  return (
    <main className="page">
      <Tabs
        activeKey={tab}
        items={tabs}
        onChange={(key) => {
          location.hash = key
        }}
      />
      {tab === PAGE ? <Messages /> : <Senders />}
    </main>
  )
}

function Messages(): ReactNode {
  const words = useWords()
  const { permissions } = useBackend().session.account
  const replay = useReplay()
  const [shown, setShown] = useState<Row | null>(null)
  const [reads, operates] = ['gateway.read_messages', 'gateway.operate'].map((right) => permissions.includes(right))
  const actions = useCallback(
    (row: Row) => (
      <>
        {reads && <Button type="link" size="small" data-testid="message-raw" onClick={() => setShown(row)}>{words.raw}</Button>}
        {operates && textOf(row, 'state') === 'rejected' && (
          <Button type="link" size="small" data-testid="message-replay" onClick={() => replay(row.id, textOf(row, 'control_id'))}>{words.replay}</Button>
        )}
      </>
    ),
    [reads, operates, replay, words],
  )
  return (
    <>
      <ResourcePage path="gateway/message" actions={actions} />
      {shown !== null && <RawDialog row={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function Senders(): ReactNode {
  const words = useWords()
  const may = useBackend().session.account.permissions.includes('gateway.operate')
  const [asked, setAsked] = useState<Row | 'new' | null>(null)
  const actions = useCallback(
    (row: Row) => may && <Button type="link" size="small" data-testid="sender-change" onClick={() => setAsked(row)}>{words.changeSender}</Button>,
    [may, words],
  )
  return (
    <>
      <ResourcePage
        path="gateway/sender"
        actions={actions}
        bar={may && <Button type="primary" data-testid="sender-add" onClick={() => setAsked('new')}>{words.addSender}</Button>}
      />
      {asked !== null && <SenderDialog row={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />}
    </>
  )
}

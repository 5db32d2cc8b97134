import { Alert, Modal, Radio } from 'antd'
import { type ReactNode, useState } from 'react'

import { type Connection, useBackend } from './backend'
import { isDevice, nameOf } from './Who'
import { useWords } from './words'

interface Props {
  readonly connection: Connection
  /** How many connections of this person are listed. */
  readonly count: number
  readonly busy: boolean
  readonly onClose: () => void
  readonly onDisconnect: (again: boolean) => void
}

/** Names the person, says what will happen, and asks whether they may come back by themselves. */
export function DisconnectDialog({ connection, count, busy, onClose, onDisconnect }: Props): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  // A lobby screen that stays away stays away until somebody goes there.
  const [again, setAgain] = useState(isDevice(connection))
  const named = words.dialog
  const who = nameOf(connection, words)
  return (
    <Modal
      open
      title={named.title(who)}
      okText={named.ok}
      cancelText={named.cancel}
      okButtonProps={{ danger: true, id: 'disconnect-ok' }}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => onDisconnect(again)}
      width={480}
    >
      <p>{named.what(who, count)}</p>
      {connection.user_id === session.account.id && <Alert type="warning" showIcon title={named.self} />}
      <Radio.Group
        className="choices"
        aria-label={named.how}
        value={again}
        onChange={(event) => setAgain(event.target.value as boolean)}
        options={[
          { value: false, label: <Choice name={named.stay} hint={named.stayHint} /> },
          { value: true, label: <Choice name={named.again} hint={named.againHint} /> },
        ]}
      />
    </Modal>
  )
}

function Choice({ name, hint }: { readonly name: string; readonly hint: string }): ReactNode {
  return (
    <span className="choice">
      <b>{name}</b>
      <small>{hint}</small>
    </span>
  )
}

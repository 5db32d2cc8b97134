import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'

import { useShellWords } from './words'

interface Props {
  /** Why, in the server's words. */
  readonly why: string
  readonly onLeave: () => void
}

/** Stands over whatever page is shown when the session was ended from elsewhere; the only way on is the door. */
export function ExpelledDialog({ why, onLeave }: Props): ReactNode {
  const words = useShellWords()
  const ok = <Button type="primary" autoFocus data-testid="expelled-ok" onClick={onLeave}>{words.ok}</Button>
  return (
    <Modal open closable={false} keyboard={false} mask={{ closable: false }} zIndex={5000} title={words.expelled} footer={ok}>
      <p role="alert" data-testid="expelled">{why}</p>
    </Modal>
  )
}

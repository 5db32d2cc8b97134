import { Button, NoticeBar } from 'antd-mobile'
import { type ReactNode, useEffect, useEffectEvent } from 'react'

import { ConnectionLine } from '@/features/patient/ConnectionLine'
import { HomeEntry, HomePage } from '@/features/patient/HomePage'
import { MessagePage } from '@/features/patient/MessagePage'
import { MessagesPage } from '@/features/patient/MessagesPage'
import { SettingsPage } from '@/features/patient/SettingsPage'
import { type Inbox, useInbox } from '@/features/patient/useInbox'
import { useWords } from '@/features/patient/words'
import { ApprovedPage } from '@/features/samples/ApprovedPage'
import { MaterialsPage } from '@/features/samples/MaterialsPage'
import { MessageExtra } from '@/features/samples/MessageExtra'
import { MineProvider } from '@/features/samples/mine'
import { MySamplePage } from '@/features/samples/MySamplePage'
import { useMyNotes } from '@/features/samples/useMyNotes'
import { BackendContext } from '@/shared/api/backend'
import type { Session, SessionStore } from '@/shared/api/session'
import { FilesContext } from '@/shared/files/FilesContext'
import { useConnection, useReopen } from '@/shared/live/LiveProvider'

import { LanguageLink } from './LanguageLink'
import { useAddress } from './useAddress'

/** Closes that mean that the session has ended: the server's invalid token, and the SDK's "unauthorized". */
const SIGNED_OUT: readonly number[] = [1, 3500]

interface Props {
  readonly store: SessionStore
  readonly session: Session
}

/** The pages behind the door. */
export function Inside({ store, session }: Props): ReactNode {
  return (
    <BackendContext value={{ post: store.post, session }}>
      <FilesContext value={store.files}>
        <Ended recheck={store.recheck} />
        <MineProvider><Pages signOut={() => store.signOut()} /></MineProvider>
      </FilesContext>
    </BackendContext>
  )
}

function Pages({ signOut }: { readonly signOut: () => Promise<void> }): ReactNode {
  const inbox = useInbox()
  const [page, shown] = useAddress()
  const corner = <ConnectionLine />
  switch (page) {
    case 'messages':
      return shown === ''
        ? <MessagesPage inbox={inbox} corner={corner} />
        : <MessagePage key={shown} messageId={shown} inbox={inbox} corner={corner} extra={(message) => <MessageExtra message={message} />} />
    case 'settings':
      return <SettingsPage corner={corner} language={<LanguageLink />} signOut={signOut} />
    case 'samples':
      if (shown === 'materials') return <MaterialsPage corner={corner} />
      return shown === 'approved' ? <ApprovedPage corner={corner} /> : <MySamplePage corner={corner} />
    default:
      return <Home inbox={inbox} corner={corner} />
  }
}

function Home({ inbox, corner }: { readonly inbox: Inbox; readonly corner: ReactNode }): ReactNode {
  const notes = useMyNotes()
  return (
    <HomePage corner={corner} unread={inbox.unread.length}>
      {notes.map(({ to, name, note }) => <HomeEntry key={to} to={to} name={name} note={note} />)}
    </HomePage>
  )
}

/** Asks what has become of the session when the live connection ends for good; else offers to connect again. */
function Ended({ recheck }: { readonly recheck: () => Promise<boolean> }): ReactNode {
  const words = useWords()
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
  return <NoticeBar color="alert" content={words.connection.offline} extra={<Button size="mini" onClick={reopen}>{words.retry}</Button>} />
}

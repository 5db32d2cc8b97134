import { Alert, Result, Spin } from 'antd'
import { type ReactNode, Suspense } from 'react'

import { MePage } from '@/features/access/MePage'
import { DeliveryContext } from '@/features/delivery/backend'
import { ApplicationsBanner } from '@/features/people/ApplicationsBanner'
import { DeskContext } from '@/features/queue/backend'
import { BackendContext } from '@/shared/api/backend'
import type { Session, SessionStore } from '@/shared/api/session'
import { FilesContext } from '@/shared/files/FilesContext'
import { useAsk } from '@/shared/live/LiveProvider'

import { EndedBanner } from './EndedBanner'
import { Home } from './Home'
import { IdleWatch } from './IdleWatch'
import { functionAt, functionsOf } from './menu'
import { useRights, useStations } from './useStations'
import { pagesFor } from './pages'
import { Shell } from './Shell'
import { byHabit, useUses } from './usage'
import { HOME, ME, pageAt, useAddress } from './usePage'
import { useVisits } from './useVisits'
import { useLanguage, useShellWords } from './words'

const CARDS = 8

interface Props {
  readonly store: SessionStore
  readonly session: Session
}

/** The page of the moment, with what it needs of its surroundings. */
export function Workplace({ store, session }: Props): ReactNode {
  const { post } = store
  const words = useShellWords()
  const language = useLanguage()
  const ask = useAsk()
  const address = useAddress()
  const offered = pagesFor(session.account.permissions)
  const page = pageAt(address, offered)
  const stations = useStations(post, session.account.permissions)
  const functions = functionsOf(stations)
  const own = address === ME || address === HOME
  const current = own || page === null ? null : functionAt(functions, address.startsWith(page.id) ? address : page.id)
  const uses = useUses(session.account.id, current?.page ?? null)
  const frequent = byHabit(functions, uses)
  useRights(session, store.restore)
  useVisits(post, own || page === null ? null : page.id)
  const title = address === ME ? words.me : address === HOME ? words.home : (current?.name[language] ?? page?.name[language] ?? '')
  const shown = () => {
    if (address === ME) return <MePage renew={store.restore} />
    if (page === null) return <Result status="info" title={words.noPage} />
    return address === HOME ? <Home stations={stations} frequent={frequent.slice(0, CARDS)} /> : <page.Page />
  }
  const days = session.password_days
  return (
    <BackendContext value={{ post, session }}>
      <DeskContext value={{ post, session }}>
        <DeliveryContext value={{ ask, post, session }}>
          <FilesContext value={store.files}>
            <Shell session={session} title={title} stations={stations} current={current} wide={!own && (page?.wide ?? false)} frequent={frequent} onSignOut={() => store.signOut()}>
              <EndedBanner recheck={store.recheck} onSignIn={() => void store.signOut().catch(() => store.restore())} />
              {days !== null && (
                <Alert banner closable type="warning" data-testid="password-days" title={<>{words.passwordDays(days)} <a href={`#${ME}`}>{words.changeNow}</a></>} />
              )}
              <ApplicationsBanner />
              <Suspense fallback={<Spin size="large" className="whole" />}>{shown()}</Suspense>
            </Shell>
            {typeof session.idle_minutes === 'number' && (
              <IdleWatch minutes={session.idle_minutes} post={post} onIdle={() => store.signOut('idle')} />
            )}
          </FilesContext>
        </DeliveryContext>
      </DeskContext>
    </BackendContext>
  )
}

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, Button, ConfigProvider, Result, Spin } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { SignInPage } from '@/features/access/SignInPage'
import { DeliveryContext } from '@/features/delivery/backend'
import { DeskContext } from '@/features/queue/backend'
import { ResourceContext } from '@/features/resource/backend'
import type { Session, SessionStore } from '@/shared/api/session'
import { LiveProvider, useAsk } from '@/shared/live/LiveProvider'

import { EndedBanner } from './EndedBanner'
import { Header } from './Header'
import { LanguageSwitch } from './LanguageSwitch'
import { Navigation } from './Navigation'
import { PAGES, pagesFor } from './pages'
import { theme } from './theme'
import { usePage } from './usePage'

export function StaffApp({ store }: { readonly store: SessionStore }): ReactNode {
  const { i18n, t } = useTranslation()
  useEffect(() => {
    document.title = `${t('app.name')} ${t('app.title')}`
  }, [t])
  return (
    <ConfigProvider locale={i18n.language === 'en' ? enUS : zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <App message={{ maxCount: 3 }}>
        <Door store={store} />
      </App>
    </ConfigProvider>
  )
}

/** Signed in, signed out, or not known yet. */
function Door({ store }: { readonly store: SessionStore }): ReactNode {
  const { t } = useTranslation()
  const state = useSyncExternalStore(store.onChange, store.getState)
  useEffect(() => {
    // The page behind the door that most come for, while the user is still typing.
    if (state.phase === 'out' || state.phase === 'ended') void PAGES[0].load()
  }, [state.phase])
  switch (state.phase) {
    case 'unknown':
      return <Spin size="large" className="whole" />
    case 'unreachable':
      return (
        <Result
          status="warning"
          title={t('signIn.unreachable')}
          extra={<Button type="primary" onClick={() => void store.restore()}>{t('app.retry')}</Button>}
        />
      )
    case 'out':
    case 'ended':
      return <SignInPage signIn={store.signIn} ended={state.phase === 'ended'} corner={<LanguageSwitch />} />
    case 'in':
      return <Inside key={state.session.account.id} store={store} session={state.session} />
  }
}

function Inside({ store, session }: { readonly store: SessionStore; readonly session: Session }): ReactNode {
  // Made anew for every account: nobody sees what another has read.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }))
  const getToken = async () => (await store.post('/api/access/renew-connection', {}, 'command')).connection_token
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider token={session.connection_token} getToken={getToken}>
        <Workplace store={store} session={session} />
      </LiveProvider>
    </QueryClientProvider>
  )
}

/** The page of the moment, with what it needs of its surroundings. */
function Workplace({ store, session }: { readonly store: SessionStore; readonly session: Session }): ReactNode {
  const offered = pagesFor(session.account.permissions)
  const page = usePage(offered)
  const ask = useAsk()
  // A refusal means that the session is gone already; the store then shows the door.
  const signInAgain = () => void store.signOut().catch(() => store.restore())
  return (
    <DeskContext value={{ post: store.post, session }}>
      <DeliveryContext value={{ ask, post: store.post, session }}>
        <Header session={session} navigation={<Navigation offered={offered} current={page} />} onSignOut={store.signOut} />
        <EndedBanner onSignIn={signInAgain} />
        <Suspense fallback={<Spin size="large" className="whole" />}>
          <ResourceContext value={{ post: store.post, session }}>{page === null ? <Nothing /> : <page.Page />}</ResourceContext>
        </Suspense>
      </DeliveryContext>
    </DeskContext>
  )
}

/** For an account that was given no right to any page. */
function Nothing(): ReactNode {
  const { i18n } = useTranslation()
  const title = i18n.language === 'en' ? 'This account has no page here. Ask your administrator.' : '此账号没有可用的页面，请联系管理员。'
  return <Result status="info" title={title} />
}

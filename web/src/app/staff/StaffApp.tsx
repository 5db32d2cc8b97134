import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, Button, ConfigProvider, Result, Spin } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { MustPage } from '@/features/access/MustPage'
import { SignInPage } from '@/features/access/SignInPage'
import type { Session, SessionStore } from '@/shared/api/session'
import { LiveProvider } from '@/shared/live/LiveProvider'
import { useAppearance } from '@/shared/ui/appearance'

import { ExpelledDialog } from './ExpelledDialog'
import { LanguageSwitch } from './LanguageSwitch'
import { PAGES } from './pages'
import { themeOf } from './theme'
import { Workplace } from './Workplace'

export function StaffApp({ store }: { readonly store: SessionStore }): ReactNode {
  const { i18n, t } = useTranslation()
  const { dark } = useAppearance()
  useEffect(() => {
    document.title = `${t('app.name')} ${t('app.title')}`
  }, [t])
  return (
    <ConfigProvider locale={i18n.language === 'en' ? enUS : zhCN} theme={themeOf(dark)} button={{ autoInsertSpace: false }}>
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
      return <SignInPage signIn={store.signIn} ended={state.phase === 'ended' ? state.why : null} corner={<LanguageSwitch />} />
    case 'in':
      return (
        <>
          <Inside key={state.session.account.id} store={store} session={state.session} />
          {state.expelled !== null && <ExpelledDialog why={state.expelled.detail} onLeave={store.leave} />}
        </>
      )
  }
}

function Inside({ store, session }: { readonly store: SessionStore; readonly session: Session }): ReactNode {
  // Made anew for every account: nobody sees what another has read.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }))
  const getToken = async () => (await store.post('/api/access/renew-connection', {}, 'command')).connection_token
  const must = session.must
  if (must.length > 0) {
    return <MustPage post={store.post} must={must} renew={store.restore} onLeave={() => store.signOut()} corner={<LanguageSwitch />} />
  }
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider token={session.connection_token} getToken={getToken}>
        <Workplace store={store} session={session} />
      </LiveProvider>
    </QueryClientProvider>
  )
}

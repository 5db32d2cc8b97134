import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Button, ConfigProvider, Dialog, ErrorBlock, SpinLoading } from 'antd-mobile'
import enUS from 'antd-mobile/es/locales/en-US'
import zhCN from 'antd-mobile/es/locales/zh-CN'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { DoorPages, InstitutionPage } from '@/features/patient/DoorPages'
import { useWords } from '@/features/patient/words'
import type { Session, SessionStore } from '@/shared/api/session'
import { LiveProvider } from '@/shared/live/LiveProvider'

import { Inside } from './Inside'
import { LanguageLink } from './LanguageLink'
import { useAddress } from './useAddress'
import { useInstitution } from './useInstitution'

export function PatientApp({ store }: { readonly store: SessionStore }): ReactNode {
  const { i18n } = useTranslation()
  return (
    <ConfigProvider locale={i18n.language === 'en' ? enUS : zhCN}>
      <Door store={store} />
    </ConfigProvider>
  )
}

/** Signed in, signed out, or not known yet. */
function Door({ store }: { readonly store: SessionStore }): ReactNode {
  const words = useWords()
  const state = useSyncExternalStore(store.onChange, store.getState)
  const [institution, choose] = useInstitution()
  const [page] = useAddress()
  switch (state.phase) {
    case 'unknown':
      return <SpinLoading className="patient-spin" />
    case 'unreachable':
      return <ErrorBlock status="disconnected" title={words.unreachable} description=""><Button color="primary" onClick={() => void store.restore()}>{words.retry}</Button></ErrorBlock>
    case 'out':
    case 'ended':
      if (institution === '') return <InstitutionPage corner={<LanguageLink />} onChoose={choose} />
      return (
        <DoorPages
          institution={institution}
          address={page}
          ended={state.phase === 'ended' ? state.why : null}
          enter={store.enter}
          corner={<LanguageLink />}
          onChange={() => choose('')}
        />
      )
    case 'in':
      return (
        <>
          <Opened key={state.session.account.id} store={store} session={state.session} />
          <Dialog
            visible={state.expelled !== null}
            title={words.expelled}
            content={state.expelled?.detail ?? ''}
            actions={[{ key: 'ok', text: words.settings.ok, onClick: store.leave }]}
          />
        </>
      )
  }
}

function Opened({ store, session }: { readonly store: SessionStore; readonly session: Session }): ReactNode {
  // Made anew for every account: nobody sees what another has read.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }))
  const getToken = async () => (await store.post('/api/access/renew-connection', {}, 'command')).connection_token
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider token={session.connection_token} getToken={getToken}>
        <Inside store={store} session={session} />
      </LiveProvider>
    </QueryClientProvider>
  )
}

import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Session } from '@/shared/api/session'
import { explain } from '@/shared/i18n/explain'
import { longDate } from '@/shared/time/format'
import { useNow } from '@/shared/time/useNow'
import { ConnectionBadge } from '@/shared/ui/ConnectionBadge'

import { LanguageSwitch } from './LanguageSwitch'

interface Props {
  readonly session: Session
  /** What is shown beside the institution's name. */
  readonly navigation: ReactNode
  readonly onSignOut: () => Promise<void>
}

export function Header({ session, navigation, onSignOut }: Props): ReactNode {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const zone = session.institution.time_zone
  const signOut = () => {
    onSignOut().catch((error: unknown) => void message.error(explain(error)))
  }
  return (
    <header className="header">
      <div className="header-name">
        <b>{session.institution.name}</b>
        {navigation}
      </div>
      <Today zone={zone} language={i18n.language} />
      <div className="header-end">
        <ConnectionBadge zone={zone} />
        <LanguageSwitch />
        <span className="header-account" data-testid="account-name">{session.account.name}</span>
        <Button data-testid="sign-out" onClick={signOut}>{t('app.signOut')}</Button>
      </div>
    </header>
  )
}

function Today({ zone, language }: { readonly zone: string; readonly language: string }): ReactNode {
  return <time className="header-date">{longDate(useNow(), zone, language)}</time>
}

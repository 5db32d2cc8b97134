import { MenuOutlined, SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { MessageBell } from '@/features/messages/MessageBell'
import type { Session } from '@/shared/api/session'
import { longDate } from '@/shared/time/format'
import { useNow } from '@/shared/time/useNow'
import { ConnectionBadge } from '@/shared/ui/ConnectionBadge'

import { LanguageSwitch } from './LanguageSwitch'
import { HOME } from './usePage'
import { useShellWords } from './words'

interface Props {
  readonly session: Session
  readonly title: string
  readonly account: ReactNode
  /** Whether there is more than one function, so that there is something to look for. */
  readonly several: boolean
  readonly onMenu: () => void
  readonly onSearch: () => void
}

export function Header({ session, title, account, several, onMenu, onSearch }: Props): ReactNode {
  const { i18n } = useTranslation()
  const words = useShellWords()
  const zone = session.institution.time_zone
  return (
    <header className="header">
      <div className="header-name">
        {several && <Button type="text" className="header-menu" icon={<MenuOutlined />} aria-label={words.openMenu} data-testid="menu-open" onClick={onMenu} />}
        <a href={`#${HOME}`} className="header-home" title={words.home} data-testid="home"><b>{session.institution.name}</b></a>
        <span className="header-title">{title}</span>
      </div>
      {several && (
        <Button className="header-search" icon={<SearchOutlined />} data-testid="search-open" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
          <span>{words.search}</span> <kbd>Ctrl K</kbd>
        </Button>
      )}
      <Today zone={zone} language={i18n.language} />
      <div className="header-end">
        <ConnectionBadge zone={zone} />
        <MessageBell />
        <LanguageSwitch />
        {account}
      </div>
    </header>
  )
}

function Today({ zone, language }: { readonly zone: string; readonly language: string }): ReactNode {
  return <time className="header-date">{longDate(useNow(), zone, language)}</time>
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { StaffPage } from './pages'

interface Props {
  readonly offered: readonly StaffPage[]
  readonly current: StaffPage | null
}

/** The name of the page; links, where there is more than one. */
export function Navigation({ offered, current }: Props): ReactNode {
  const { i18n, t } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  if (offered.length < 2) return <span className="header-title">{current?.name[language] ?? t('app.title')}</span>
  return (
    <nav className="header-pages">
      {offered.map((page) => (
        <a
          key={page.id}
          href={`#${page.id}`}
          data-testid={`page-${page.id}`}
          aria-current={page.id === current?.id ? 'page' : undefined}
        >
          {page.name[language]}
        </a>
      ))}
    </nav>
  )
}

import './mobile.css'

import { NavBar } from 'antd-mobile'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly title: string
  /** Where the arrow leads, as a hash; without it there is no arrow. */
  readonly back?: string
  readonly corner?: ReactNode
  readonly children: ReactNode
}

/** A page of the telephone: its title with the way back, and what it holds. */
export function Page({ title, back, corner, children }: Props): ReactNode {
  const { t } = useTranslation()
  // Newer browsers give a promise, which React would take for a clean-up.
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  const arrow = back === undefined ? null : <a className="phone-back" href={back} aria-label={t('form.back')} data-testid="back">‹</a>
  return (
    <>
      <header className="phone-head">
        <NavBar backIcon={false} left={arrow} right={corner}>
          <h1 className="phone-title">{title}</h1>
        </NavBar>
      </header>
      <main className="phone-body" id="content">{children}</main>
    </>
  )
}

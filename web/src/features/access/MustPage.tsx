import './sign-in.css'

import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Post } from '@/shared/api/post'
import type { Session } from '@/shared/api/session'

import { PasswordForm } from './PasswordForm'
import { SecondFactor } from './SecondFactor'

interface Props {
  readonly post: Post
  readonly must: Session['must']
  readonly renew: () => Promise<boolean>
  readonly onLeave: () => Promise<void>
  readonly corner: ReactNode
}

/** What has to be done before anything else can be: another password, an authenticator. */
export function MustPage({ post, must, renew, onLeave, corner }: Props): ReactNode {
  const { t } = useTranslation()
  const password = must.includes('change_password')
  return (
    <main className="sign-in">
      <div className="sign-in-corner">{corner}</div>
      <section className="sign-in-card" aria-labelledby="must-title" data-testid={password ? 'must-password' : 'must-factor'}>
        <p className="sign-in-brand">{t('own.mustTitle')}</p>
        <h1 id="must-title">{t(password ? 'own.mustPassword' : 'own.mustFactor')}</h1>
        {password ? <PasswordForm post={post} onChanged={() => void renew()} /> : <SecondFactor post={post} begin={t('own.factorBegin')} onDone={() => void renew()} />}
        <Button type="link" className="must-leave" onClick={() => void onLeave().catch(() => renew())}>{t('own.leave')}</Button>
      </section>
    </main>
  )
}

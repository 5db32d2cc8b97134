import './sign-in.css'

import { Card, Descriptions, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { changeLanguage, type Language } from '@/shared/i18n/i18n'
import { type Appearance, changeAppearance, useAppearance } from '@/shared/ui/appearance'

import { PasswordForm } from './PasswordForm'
import { SecondFactor } from './SecondFactor'

/** One's own settings: password, second factor, language, appearance. */
export function MePage({ renew }: { readonly renew: () => Promise<boolean> }): ReactNode {
  const { t } = useTranslation()
  const { post, session } = useBackend()
  const { account, institution } = session
  const [round, setRound] = useState(0)
  const factor = account.second_factor
  const who = [
    { key: 'account', label: t('own.account'), children: account.login },
    { key: 'name', label: t('own.name'), children: account.name },
    { key: 'institution', label: t('own.institution'), children: institution.name },
  ]
  const done = () => {
    setRound(round + 1)
    void renew()
  }
  return (
    <main className="me" aria-label={t('own.title')} data-testid="me-page">
      <Card title={t('own.title')}>
        <Descriptions column={1} items={who} />
        <Preferences />
      </Card>
      <Card title={t('own.passwordTitle')}><PasswordForm post={post} onChanged={() => void renew()} /></Card>
      <Card title={t('own.factorTitle')}>
        <p data-testid="factor-state">{t(factor ? 'own.factorOn' : 'own.factorOff')}</p>
        <SecondFactor key={round} post={post} begin={t(factor ? 'own.factorAgain' : 'own.factorBegin')} onDone={done} />
      </Card>
    </main>
  )
}

function Preferences(): ReactNode {
  const { t, i18n } = useTranslation()
  const { chosen } = useAppearance()
  const appearances = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`own.${value}`) }))
  return (
    <div className="me-choices">
      <span>{t('own.language')}</span>
      <Segmented<Language> value={i18n.language === 'en' ? 'en' : 'zh-CN'} options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]} onChange={(next) => void changeLanguage(next)} />
      <span>{t('own.appearance')}</span>
      <Segmented<Appearance> value={chosen} options={appearances} onChange={changeAppearance} />
    </div>
  )
}

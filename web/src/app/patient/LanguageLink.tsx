import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { changeLanguage } from '@/shared/i18n/i18n'

/** Changes to the other language, in whose words it is written. */
export function LanguageLink(): ReactNode {
  const { t, i18n } = useTranslation()
  const next = i18n.language === 'en' ? 'zh-CN' : 'en'
  return <button type="button" className="phone-link" lang={next} data-testid="language" onClick={() => void changeLanguage(next)}>{t('app.language')}</button>
}

import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { changeLanguage } from '@/shared/i18n/i18n'

export function LanguageSwitch(): ReactNode {
  const { t, i18n } = useTranslation()
  const next = i18n.language === 'en' ? 'zh-CN' : 'en'
  return (
    <Button type="text" data-testid="language" lang={next} onClick={() => void changeLanguage(next)}>
      {t('app.language')}
    </Button>
  )
}

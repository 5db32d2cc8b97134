import { useTranslation } from 'react-i18next'

import { en } from './en'
import { type MessageWords, zh } from './zh'

/** The words of messages in the language of the moment. */
export function useWords(): MessageWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

export function useEnglish(): boolean {
  return useTranslation().i18n.language === 'en'
}

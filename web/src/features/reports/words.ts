import { useTranslation } from 'react-i18next'

import { en } from './en'
import { zh } from './zh'

export type Words = typeof zh

/** This feature's words in the user's language. */
export function useWords(): Words {
  return useTranslation().i18n.language === 'en' ? en : zh
}

import { useTranslation } from 'react-i18next'

import { en } from './en'
import { zh } from './zh'

export type Words = typeof zh

/** The pages' words in the language of the moment. */
export function useWords(): Words {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

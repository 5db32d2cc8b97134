import { useTranslation } from 'react-i18next'

import { en } from './en'
import { type Words, zh } from './zh'

/** The pages' words in the language of the moment. */
export function useWords(): Words {
  return useTranslation().i18n.language === 'en' ? en : zh
}

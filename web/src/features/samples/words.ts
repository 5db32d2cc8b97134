import { useTranslation } from 'react-i18next'

import { en } from './en'
import { type SampleWords, zh } from './zh'

/** The words of sample submission in the language of the moment. */
export function useWords(): SampleWords {
  return useTranslation().i18n.language === 'en' ? en : zh
}

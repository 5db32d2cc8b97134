import { useTranslation } from 'react-i18next'

import { en } from './en'
import { type PatientWords, zh } from './zh'

/** The words of the patient app in the language of the moment. */
export function useWords(): PatientWords {
  return useTranslation().i18n.language === 'en' ? en : zh
}

export function useEnglish(): boolean {
  return useTranslation().i18n.language === 'en'
}

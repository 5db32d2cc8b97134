import { useTranslation } from 'react-i18next'

import { en } from './en'
import { zh } from './zh'

export type Words = typeof zh

/** The pages' words in the language of the moment. */
export function useWords(): Words {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

/** What a code is called; a code that has no name is shown as it is. */
export function named(names: Readonly<Record<string, string>>, code: string): string {
  return names[code] ?? code
}

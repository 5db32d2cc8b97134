import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import { recall, remember } from '@/shared/ui/stored'

import { en } from './en'
import { zh } from './zh'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof zh }
  }
}

export type Language = 'zh-CN' | 'en'

/** The interface language; Chinese unless this browser has chosen English. */
export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}

/** Changes the interface language and remembers it. */
export async function changeLanguage(next: Language): Promise<void> {
  remember('language', next)
  document.documentElement.lang = next
  await i18next.changeLanguage(next)
}

/** Must have run before anything is drawn. */
export async function startI18n(): Promise<void> {
  const lng: Language = recall('language') === 'en' ? 'en' : 'zh-CN'
  document.documentElement.lang = lng
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
}

import type { TFunction } from 'i18next'

import { zh } from '@/shared/i18n/zh'

type Fact = keyof typeof zh.event
const isFact = (name: string): name is Fact => Object.hasOwn(zh.event, name)

/** 男/女 from whatever code the record carries; an unknown code is shown as it is. */
export function sexName(t: TFunction, sex: string): string {
  switch (sex) {
    case 'male':
    case 'female':
    case 'M':
    case 'F':
    case 'other':
    case 'unknown':
      return t(`sex.${sex}`)
    default:
      return sex
  }
}

/** What a fact of the trail (`queue.ticket_called`) is called. */
export function factName(t: TFunction, tag: string): string {
  const fact = tag.slice(tag.indexOf('.') + 1)
  return isFact(fact) ? t(`event.${fact}`) : tag
}

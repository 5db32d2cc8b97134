import { textOf } from '@/shared/resources/values'
import type { Row } from '@/shared/resources/description'

export const CHARSETS = ['auto', 'utf-8', 'gb18030'] as const
export type Charset = (typeof CHARSETS)[number]

/** A sender as the dialog shows it: one address a line. */
export interface SenderForm {
  readonly name: string
  readonly application: string
  readonly facility: string
  readonly addresses: string
  readonly charset: Charset
  readonly enabled: boolean
}

export const NEW_SENDER: SenderForm = { name: '', application: '', facility: '', addresses: '', charset: 'auto', enabled: true }

/** A row of the list as the dialog shows it. */
export function formOf(row: Row): SenderForm {
  const kept = textOf(row, 'charset')
  return {
    name: textOf(row, 'name'),
    application: textOf(row, 'application'),
    facility: textOf(row, 'facility'),
    addresses: addressesIn(textOf(row, 'addresses')).join('\n'),
    charset: CHARSETS.find((charset) => charset === kept) ?? 'auto',
    enabled: row.enabled === true,
  }
}

/** The addresses that somebody typed, however they are set apart. */
export function addressesIn(text: string): readonly string[] {
  return text.split(/[\s,;，；、]+/).filter((part) => part !== '')
}

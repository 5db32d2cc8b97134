import type { FormRule } from 'antd'

import type { PeopleWords } from './words'

/** What the browser checks before it asks; the server checks again, and more. */
export function needed(words: PeopleWords, what: string): FormRule[] {
  return [{ required: true, message: words.required(what) }]
}

export function long(words: PeopleWords, what: string, least: number, most: number): FormRule[] {
  return [...needed(words, what), { type: 'string', min: least, max: most, whitespace: true, message: words.length(what, least, most) }]
}

export function login(words: PeopleWords): FormRule[] {
  return [...needed(words, words.account), { pattern: /^[!-~]{3,20}$/, message: words.loginRule }]
}

export function phone(words: PeopleWords): FormRule[] {
  return [{ pattern: /^(?:\d{11})?$/, message: words.elevenDigits }]
}

/** The same as in the field `name`. */
export function sameAs(words: PeopleWords, name: string): FormRule {
  return ({ getFieldValue }) => ({
    validator: (_, value: unknown) => (value === getFieldValue(name) ? Promise.resolve() : Promise.reject(new Error(words.differs))),
  })
}

import { expect, it } from 'vitest'

import { en } from './en'
import { passwordFault, phoneFault } from './rules'
import { zh } from './zh'

it('wants 8-16 characters of two kinds', () => {
  expect(passwordFault('abcdef1')).toBe('length')
  expect(passwordFault('abcdefg1abcdefg1x')).toBe('length')
  expect(passwordFault('abcdefgh')).toBe('kinds')
  expect(passwordFault('12345678')).toBe('kinds')
  expect(passwordFault('abcdefg1')).toBeNull()
  expect(passwordFault('1234567!')).toBeNull()
  expect(passwordFault('abcdefg1abcdefg1')).toBeNull()
})

it('wants a mobile number of eleven digits', () => {
  expect(phoneFault(' 13900000001 ')).toBeNull()
  for (const wrong of ['', '1390000000', '23900000001', '139000000012', '1390000000a']) expect(phoneFault(wrong), wrong).toBe('phone')
})

const names = (tree: object, path = ''): string[] =>
  Object.entries(tree).flatMap(([name, value]) => (typeof value === 'object' ? names(value as object, `${path}${name}.`) : [`${path}${name}`]))

it('says the same things in both languages', () => {
  expect(names(en)).toEqual(names(zh))
})

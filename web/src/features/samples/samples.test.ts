import { expect, it } from 'vitest'

import { en } from './en'
import { CHECKS, EMPTY, optionalPhone, tidied } from './form'
import { actsOf, copiedText, KINDS, USUAL_KINDS, viewOf, waits } from './model'
import { isBehind } from './newest'
import { zh } from './zh'

const ALL = ['samples.review', 'samples.edit', 'samples.return_number']
const at = (state: Parameters<typeof viewOf>[0], needs_return = false) => ({ review: 'passed' as const, state, needs_return })

it('copies address, recipient and phone, without the freight-collect tip', () => {
  const text = copiedText({ address: '上海市徐汇区肇嘉浜路 1 号', recipient: '样本接收处', phone: '021-55550000' })
  expect(text).toBe('收件地址：上海市徐汇区肇嘉浜路 1 号\n收件人：样本接收处\n电话：021-55550000')
  expect(text).not.toContain('到付')
})

it('tells to ship freight-collect by SF Express and to have an ice bag added to blood', () => {
  expect(zh.my.tip).toBe('样本请发顺丰到付，血液样本需要联系顺丰快递员加冰袋。')
})

it('adds the platform phone to the friendly tip only where there is one', () => {
  expect(zh.my.friendly('')).toBe('如需修改送检信息，请点击“申请修改送检信息”按钮申请。')
  expect(zh.my.friendly('400-800-1234')).toBe('如需修改送检信息，请点击“申请修改送检信息”按钮申请。详情咨询平台电话：400-800-1234')
})

it('shows the form only while it may be written', () => {
  expect([null, 'editable', 'effective', 'change_waiting', 'returned'].map((state) => viewOf(state as Parameters<typeof viewOf>[0]))).toEqual(['closed', 'form', 'effective', 'waiting', 'returned'])
})

it('offers staff what the state allows', () => {
  expect(actsOf({ review: 'waiting', state: null, needs_return: false }, ALL)).toEqual(['pass', 'refuse'])
  expect(actsOf(at('editable', true), ALL)).toEqual([])
  expect(actsOf(at('effective'), ALL)).toEqual(['edit', 'reset'])
  expect(actsOf(at('effective', true), ALL)).toEqual(['edit', 'reset', 'return'])
  expect(actsOf(at('change_waiting', true), ALL)).toEqual(['approve', 'reject'])
  expect(actsOf(at('returned', true), ALL)).toEqual(['return'])
  expect(actsOf(at('effective', true), ['samples.return_number'])).toEqual(['return'])
})

it('knows what waits for staff', () => {
  expect(waits(at('change_waiting'))).toBe(true)
  expect(waits({ review: 'waiting', state: null })).toBe(true)
  expect(waits(at('effective'))).toBe(false)
})

it('offers four kinds of attachments; 送检信息附件 is unticked by default', () => {
  expect(KINDS.map((kind) => zh.kinds[kind])).toEqual(['实名认证照片', '上传资料', '签字材料', '送检信息附件'])
  expect(USUAL_KINDS.map((kind) => zh.kinds[kind])).toEqual(['实名认证照片', '上传资料', '签字材料'])
})

it('checks the fields as the server does', () => {
  expect(CHECKS.phone('021-55550000')).toBeNull()
  expect(CHECKS.phone('13900000001')).toBeNull()
  expect(CHECKS.phone('12345')).toBe('phone')
  expect(CHECKS.email('a.b@c.example')).toBeNull()
  expect(CHECKS.email('a@b')).toBe('email')
  expect(CHECKS.number('SF12345')).toBeNull()
  expect(CHECKS.number('SF 12345')).toBe('number')
  expect(CHECKS.number(' ')).toBe('required')
  expect(optionalPhone('')).toBeNull()
  expect(optionalPhone('12')).toBe('phone')
})

it('asks again exactly when the channel tells of a newer version than it holds', () => {
  expect(isBehind(undefined, undefined)).toBe(false)
  expect(isBehind({ v: 3 }, undefined)).toBe(false)
  expect(isBehind(null, { v: 1 })).toBe(true)
  expect(isBehind({ v: 3 }, { v: 4 })).toBe(true)
  expect(isBehind({ v: 4 }, { v: 4 })).toBe(false)
  // The answer may be newer than what was told so far.
  expect(isBehind({ v: 5 }, { v: 4 })).toBe(false)
})

it('clears the return fields when nothing returns', () => {
  const filled = { ...EMPTY, return_recipient: '林', return_phone: '13900000001', return_address: '某地', tracking_no: ' SF123456 ' }
  expect(tidied(filled)).toMatchObject({ return_recipient: '', return_phone: '', return_address: '', tracking_no: 'SF123456' })
  expect(tidied({ ...filled, needs_return: true }).return_recipient).toBe('林')
})

const names = (tree: object, path = ''): string[] =>
  Object.entries(tree).flatMap(([name, value]) => (typeof value === 'object' ? names(value as object, `${path}${name}.`) : [`${path}${name}`]))

it('says the same things in both languages', () => {
  expect(names(en)).toEqual(names(zh))
})

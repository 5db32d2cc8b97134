import { describe, expect, it } from 'vitest'

import { ageOn, BLANK, bornAt, fieldOf, formBody, foundValues } from './values'

const patient = {
  id: 'p1', name: '宋清', pinyin: 'song qing', sex: 'female' as const, birth_date: '1983-04-12', phone: '139', address: '', height: null, weight: null,
  numbers: [{ kind: 'visit_card' as const, number: '8800010001' }, { kind: 'his' as const, number: 'P1' }], v: 1,
}

describe('the form', () => {
  it('knows an age from a birth date, and a birth date from an age', () => {
    expect(ageOn('1983-04-12', '2026-04-11')).toBe(42)
    expect(ageOn('1983-04-12', '2026-04-12')).toBe(43)
    expect(ageOn(bornAt(43, '2026-04-12'), '2026-04-12')).toBe(43)
  })

  it('takes over a patient and the newest order', () => {
    const clinical = { diagnosis: '咳嗽', purpose: '', history: '', signs: '' }
    const order = { order_id: 'o1', order_no: 'H1', exam_type: 'CT', items: [{ code: 'CT-002', name: '胸部', part: '胸部', price: 100 }], clinical, patient_class: 'vip', requesting_department: '呼吸', requesting_doctor: '陈', requested_at: null }
    const values = foundValues({ patient, orders: [order, { ...order, order_id: 'o0' }] }, '2026-04-12')
    expect(values).toMatchObject({ name: '宋清', age: 43, visit_card: '8800010001', order_id: 'o1', diagnosis: '咳嗽', patient_class: 'vip' })
  })

  it('sends what is filled in, and no empty numbers', () => {
    const body = formBody({ ...BLANK, ...foundValues({ patient, orders: [] }, '2026-04-12'), name: ' 宋清 ' })
    expect(body.patient.numbers).toEqual({ visit_card: '8800010001' })
    expect(body.patient.details.name).toBe('宋清')
  })

  it('finds the field that a refusal names', () => {
    expect(fieldOf('patient.details.birth_date')).toBe('birth_date')
    expect(fieldOf('items[1].code')).toBe('items')
    expect(fieldOf('slot_at')).toBe('slot_at')
  })
})

import { describe, expect, it } from 'vitest'

import { type Content, followed, isDirty, reading, same, saved } from './editing'
import { asked, initialOf } from './filters'
import { plainOf } from './plain'
import { merged, type Row } from './useLiveList'
import { enters, holds, toolsFor, unlocks } from './way'

const DOCTOR = { id: 'd1', rights: ['reports.write', 'reports.read', 'reports.print'] }
const REVIEWER = { id: 'r1', rights: ['reports.review', 'reports.read', 'reports.print'] }
const READER = { id: 'x1', rights: ['reports.read'] }
const EMPTY: Content = { findings: '', impression: '', critical: null, critical_item: '', critical_value: '', critical_level: 1, hp: null, image_score: null, report_score: null }
const content = (findings: string): Content => ({ ...EMPTY, findings })

describe('who may do what with a report', () => {
  it('lets one enter what nobody or he himself holds, in the phase of his right', () => {
    expect(enters({ state: 'to_diagnose', holder: '' }, DOCTOR)).toBe('writing')
    expect(enters({ state: 'diagnosing', holder: 'd1' }, DOCTOR)).toBe('writing')
    expect(enters({ state: 'diagnosing', holder: 'd2' }, DOCTOR)).toBeNull()
    expect(enters({ state: 'to_review', holder: '' }, DOCTOR)).toBeNull()
    expect(enters({ state: 'to_review', holder: '' }, REVIEWER)).toBe('review')
    expect(enters({ state: 'reviewed', holder: '' }, REVIEWER)).toBeNull()
    expect(enters({ state: 'to_diagnose', holder: '' }, READER)).toBeNull()
  })

  it('unlocks a colleague’s report of the own phase, and nothing else', () => {
    expect(unlocks({ state: 'diagnosing', holder: 'd2' }, DOCTOR)).toBe('writing')
    expect(unlocks({ state: 'diagnosing', holder: 'd1' }, DOCTOR)).toBeNull()
    expect(unlocks({ state: 'diagnosing', holder: '' }, DOCTOR)).toBeNull()
    expect(unlocks({ state: 'reviewing', holder: 'r2' }, DOCTOR)).toBeNull()
    expect(unlocks({ state: 'reviewing', holder: 'r2' }, REVIEWER)).toBe('review')
  })

  it('offers the tools of the phase to who holds the lock, and printing once it has passed', () => {
    expect(toolsFor({ state: 'diagnosing', holder: 'd1' }, DOCTOR)).toEqual(['save', 'submit', 'abandon'])
    expect(toolsFor({ state: 'diagnosing', holder: 'd2' }, DOCTOR)).toEqual([])
    expect(toolsFor({ state: 'reviewing', holder: 'r1' }, REVIEWER)).toEqual(['save', 'pass', 'pass_print', 'reject', 'abandon'])
    expect(toolsFor({ state: 'reviewed', holder: '' }, DOCTOR)).toEqual(['preview', 'print'])
    expect(toolsFor({ state: 'reviewed', holder: '' }, READER)).toEqual([])
    expect(holds({ state: 'to_review', holder: 'd1' }, DOCTOR)).toBeNull()
  })
})

describe('what is typed', () => {
  const on = followed(reading({ content: content(''), revision: 3 }), true, { content: content(''), revision: 3 })
  const typed = { ...on, typed: content('肺纹理增粗') }

  it('is to be saved until the server has just that', () => {
    expect(isDirty(on)).toBe(false)
    expect(isDirty(typed)).toBe(true)
    const kept = saved({ ...typed, typed: content('肺纹理增粗。') }, content('肺纹理增粗'), 4)
    expect([isDirty(kept), kept.revision]).toEqual([true, 4])
    expect(isDirty(saved(kept, content('肺纹理增粗。'), 5))).toBe(false)
  })

  it('stays before the eyes of who loses the lock, and is not his to save any more', () => {
    const lost = followed(typed, false, { content: content('别人写的'), revision: 9 })
    expect([lost.mode, lost.typed.findings, isDirty(lost)]).toEqual(['lost', '肺纹理增粗', false])
    expect(followed(lost, false, { content: content('别人又写'), revision: 10 })).toBe(lost)
  })

  it('goes on where it was when nobody has changed the report meanwhile, else begins with what is there', () => {
    const lost = followed(typed, false, { content: content(''), revision: 3 })
    const again = followed(lost, true, { content: content(''), revision: 3 })
    expect([again.mode, again.typed.findings, isDirty(again)]).toEqual(['on', '肺纹理增粗', true])
    const later = followed(lost, true, { content: content('别人写的'), revision: 4 })
    expect([later.mode, later.typed.findings, later.revision]).toEqual(['on', '别人写的', 4])
  })

  it('is not overwritten by what the server tells while one writes; who only reads sees the newest', () => {
    expect(followed(typed, true, { content: content('旧'), revision: 3 })).toBe(typed)
    expect(followed(reading({ content: content('旧'), revision: 1 }), false, { content: content('新'), revision: 2 }).typed.findings).toBe('新')
  })

  it('is the same whatever was left out', () => {
    expect(same(content('a'), { findings: 'a', impression: '', critical_item: '', critical_value: '', critical_level: 1 } as Content)).toBe(true)
    expect(same(content('a'), content('b'))).toBe(false)
  })
})

describe('the filters', () => {
  it('begin with what was examined today and waits to be diagnosed, in the institution’s day', () => {
    const first = asked(initialOf('2026-11-21'), 'Asia/Shanghai')
    expect(first.statuses).toEqual(['to_diagnose'])
    expect([first.exam_from, first.exam_until]).toEqual(['2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z'])
    expect([first.diagnosed_from, first.diagnosed_until]).toEqual([null, null])
  })

  it('look for a number, or for when it was diagnosed, on all days', () => {
    const numbered = asked({ ...initialOf('2026-11-21'), exam_no: 'E1' }, 'Asia/Shanghai')
    expect([numbered.exam_from, numbered.exam_until, numbered.exam_no]).toEqual([null, null, 'E1'])
    const diagnosed = asked({ ...initialOf('2026-11-21'), diagnosed: ['2026-02-28', '2026-02-28'] }, 'Asia/Shanghai')
    expect([diagnosed.exam_from, diagnosed.diagnosed_from, diagnosed.diagnosed_until]).toEqual([null, '2026-02-27T16:00:00.000Z', '2026-02-28T16:00:00.000Z'])
  })
})

it('shows a row’s state and lock as the channel tells them, with the name as I may see it', () => {
  const row = { report_id: 'r', v: 3, name: '张三', state: 'to_diagnose', holder_name: '' } as Row
  const live = { ...row, v: 4, name: '张*', state: 'diagnosing', holder_name: '小吴' } as Row
  expect(merged(row, live)).toMatchObject({ name: '张三', state: 'diagnosing', holder_name: '小吴', v: 4 })
  expect(merged({ ...row, v: 5 }, live).state).toBe('to_diagnose')
  expect(merged(row, undefined)).toBe(row)
})

it('copies rich text as plain lines', () => {
  expect(plainOf('<p>右肺<b>上叶</b>结节</p><ul><li><p>一</p></li><li><p>二</p></li></ul>')).toBe('右肺上叶结节\n一\n二')
  expect(plainOf('<p>&lt;3mm &amp; 光滑</p>')).toBe('<3mm & 光滑')
})

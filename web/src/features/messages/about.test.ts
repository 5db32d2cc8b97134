import { expect, it } from 'vitest'

import { leadsTo } from './about'

it('leads to the alert that a message is about, else to its page, else nowhere', () => {
  expect(leadsTo({ topic: 'alerts.alert', about: { alert_id: 'a 1' } })).toBe('#alerts?alert=a%201')
  expect(leadsTo({ topic: 'alerts.alert', about: { alert_id: 'a1', value_id: 'v1' } })).toBe('#critical-values/v1')
  expect(leadsTo({ topic: 'alerts.alert', about: { rule: 'QC-001' } })).toBe('#alerts')
  expect(leadsTo({ topic: 'jobs.done', about: { page: 'registrations' } })).toBe('#registrations')
  expect(leadsTo({ topic: 'jobs.done', about: { page: 'javascript:alert(1)' } })).toBeNull()
  expect(leadsTo({ topic: 'messages.announcement', about: {} })).toBeNull()
})

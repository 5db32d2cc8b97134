import type { Message } from './types'

/** Where a message leads to; null: nowhere. */
export function leadsTo({ about, topic }: Pick<Message, 'about' | 'topic'>): string | null {
  if (about.value_id !== undefined) return `#critical-values/${encodeURIComponent(about.value_id)}`
  if (about.alert_id !== undefined) return `#alerts?alert=${encodeURIComponent(about.alert_id)}`
  if (about.page !== undefined && /^[a-z-]+$/.test(about.page)) return `#${about.page}`
  return topic.startsWith('alerts.') ? '#alerts' : null
}

import type { components } from '@/generated/api'

/** A message as it lies unread in the live inbox. */
export type Message = Omit<components['schemas']['KeptMessage'], 'read_at'>
export type Level = 'info' | 'low' | 'medium' | 'high'

const LEVELS: readonly Level[] = ['info', 'low', 'medium', 'high']

/** The level of a message; what nobody knows counts as low. */
export function levelOf(message: Pick<Message, 'level'>): Level {
  return LEVELS.find((level) => level === message.level) ?? 'low'
}

import type { TicketState } from './row'

export type ActionName = 'call' | 'recall' | 'pass' | 'start' | 'finish' | 'change-room' | 'sign-in-again'

interface Action {
  readonly name: ActionName
  readonly from: readonly TicketState[]
  readonly needs: 'queue.call' | 'queue.sign_in'
  /** The letter that does it for the selected row. */
  readonly key: string
}

/** What can be done to a ticket (requirements: radiology 4.2), the most likely first. */
export const ACTIONS: readonly Action[] = [
  { name: 'call', from: ['waiting'], needs: 'queue.call', key: 'Enter' },
  { name: 'start', from: ['calling', 'called'], needs: 'queue.call', key: 's' },
  { name: 'finish', from: ['examining'], needs: 'queue.call', key: 'f' },
  { name: 'recall', from: ['called', 'passed'], needs: 'queue.call', key: 'Enter' },
  { name: 'pass', from: ['called'], needs: 'queue.call', key: 'p' },
  { name: 'sign-in-again', from: ['passed'], needs: 'queue.sign_in', key: 'g' },
  { name: 'change-room', from: ['waiting', 'called', 'passed'], needs: 'queue.call', key: 'r' },
]

/** The actions that this user has for a ticket in this state. */
export function actionsFor(state: TicketState, permissions: readonly string[]): readonly Action[] {
  return ACTIONS.filter((action) => action.from.includes(state) && permissions.includes(action.needs))
}

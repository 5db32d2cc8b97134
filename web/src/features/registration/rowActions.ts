import type { RowAction } from '@/shared/ui/RowActions'

import type { RowActs } from './useRowActs'
import type { Words } from './words'

interface Row {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly ticket_state: string
  readonly direction: string
  readonly room_id: string | null
}

interface Opens {
  readonly detail: (id: string) => void
  readonly edit: (id: string) => void
  /** 预览打印: what is printed of it, and whether that is the report. */
  readonly preview: (id: string, completed: boolean) => void
}

/** The actions of a registration's row (RIS-013…022, RIS-051…054, RIS-074, RIS-076, RIS-083, RIS-091…094), as its state and the rights allow. */
export function actionsOf(row: Row, words: Words, acts: RowActs, opens: Opens, rights: readonly string[]): readonly RowAction[] {
  const may = (right: string) => rights.includes(right)
  const before = ['registered', 'examining', 'examined'].includes(row.state)
  const registered = row.state === 'registered'
  const completed = row.state === 'completed'
  const preview = { key: 'preview', label: words.act.preview, onClick: () => opens.preview(row.id, completed) }
  const actions: (RowAction | false)[] = [
    completed && preview,
    row.state !== 'cancelled' && { key: 'barcode', label: words.act.barcode, onClick: () => acts.print(row.id, 'barcode') },
    row.ticket_state === 'passed' && registered && may('queue.sign_in') && { key: 'again', label: words.act.again, onClick: () => acts.again(row.id) },
    { key: 'detail', label: words.act.detail, onClick: () => opens.detail(row.id) },
    row.direction === 'sent'
      ? { key: 'referral', label: words.act.referral, onClick: () => acts.print(row.id, 'referral') }
      : { key: 'slip', label: words.act.slip, onClick: () => acts.print(row.id, 'slip') },
    !completed && row.state !== 'cancelled' && preview,
    { key: 'request', label: words.act.request, onClick: () => acts.print(row.id, 'request') },
    before && may('registration.register') && { key: 'edit', label: words.act.edit, onClick: () => opens.edit(row.id) },
    registered && row.room_id !== null && may('registration.register') && { key: 'push', label: words.act.push, onClick: () => acts.push(row.id) },
    registered && row.direction !== 'sent' && may('registration.cancel') && {
      key: 'cancel', label: words.act.cancel, danger: true, onClick: () => acts.cancel(row.id, row.name),
    },
  ]
  return actions.filter((action) => action !== false)
}

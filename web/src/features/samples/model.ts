/** Where a submission stands; null before the materials have passed. */
export type State = 'editable' | 'effective' | 'change_waiting' | 'returned'
export type Review = 'none' | 'waiting' | 'passed' | 'rejected'

/** Where samples are sent. */
export interface Receiving {
  readonly address: string
  readonly recipient: string
  readonly phone: string
}

/** What "复制送检信息" puts on the clipboard: address, recipient and phone for the courier, and nothing else. It is Chinese in every language, because couriers read it. */
export function copiedText({ address, recipient, phone }: Receiving): string {
  return `收件地址：${address}\n收件人：${recipient}\n电话：${phone}`
}

/** What a patient's page shows of his submission. */
export type MyView = 'closed' | 'form' | 'effective' | 'waiting' | 'returned'

/** The form is open only while it may be written; afterwards everything is read-only. */
export function viewOf(state: State | null): MyView {
  switch (state) {
    case null:
      return 'closed'
    case 'editable':
      return 'form'
    case 'effective':
      return 'effective'
    case 'change_waiting':
      return 'waiting'
    case 'returned':
      return 'returned'
  }
}

export type Act = 'pass' | 'refuse' | 'approve' | 'reject' | 'edit' | 'reset' | 'return'

interface Standing {
  readonly review: Review
  readonly state: State | null
  readonly needs_return: boolean
}

const NEEDS: Readonly<Record<Act, string>> = {
  pass: 'samples.review',
  refuse: 'samples.review',
  approve: 'samples.review',
  reject: 'samples.review',
  edit: 'samples.edit',
  reset: 'samples.edit',
  return: 'samples.return_number',
}

/** What can be done with a submission by somebody with these rights; the server decides again. */
export function actsOf({ review, state, needs_return }: Standing, permissions: readonly string[]): readonly Act[] {
  const acts: Act[] = []
  if (review === 'waiting') acts.push('pass', 'refuse')
  if (state === 'change_waiting') acts.push('approve', 'reject')
  if (state === 'effective') acts.push('edit', 'reset')
  if (needs_return && (state === 'effective' || state === 'returned')) acts.push('return')
  return acts.filter((act) => permissions.includes(NEEDS[act]))
}

/** Whether somebody has to look at it: materials or a change request wait. */
export function waits({ review, state }: Pick<Standing, 'review' | 'state'>): boolean {
  return review === 'waiting' || state === 'change_waiting'
}

/** The four boxes of 异步下载附件, in their order. */
export const KINDS = ['identity', 'document', 'signed', 'form'] as const
export type Kind = (typeof KINDS)[number]
/** 送检信息附件 means the submission-form photos; it is not ticked by itself. */
export const USUAL_KINDS: readonly Kind[] = KINDS.filter((kind) => kind !== 'form')

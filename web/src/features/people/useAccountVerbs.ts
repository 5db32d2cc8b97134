import { useQueryClient } from '@tanstack/react-query'

import { useBackend } from '@/shared/api/backend'
import { useConfirm } from '@/shared/ui/useConfirm'

import type { AccountRow } from './AccountsPage'
import { useWords } from './words'

export interface AccountVerbs {
  readonly enable: (row: AccountRow, on: boolean) => void
  readonly mask: (row: AccountRow, on: boolean) => void
  readonly remove: (row: AccountRow) => void
  readonly removeFactor: (row: AccountRow) => void
}

/** What can be done to an account from its row; what shuts somebody out asks first. */
export function useAccountVerbs(): AccountVerbs {
  const words = useWords()
  const { post } = useBackend()
  const { confirm, act } = useConfirm()
  const queries = useQueryClient()
  const then = (work: () => Promise<unknown>) => () => work().finally(() => void queries.invalidateQueries({ queryKey: ['people'] }))
  const who = (row: AccountRow) => `${row.name} (${row.login})`
  return {
    enable: (row, on) => {
      const work = then(() => post('/api/access/enable-account', { account_id: row.id, enabled: on }, 'command'))
      if (on) void act(work)
      else confirm({ title: words.askDisable, content: who(row), work })
    },
    mask: (row, on) => void act(then(() => post('/api/access/mask-account', { account_id: row.id, masked: on }, 'command'))),
    remove: (row) => confirm({ title: words.askDelete, content: who(row), work: then(() => post('/api/access/delete-account', { account_id: row.id }, 'command')) }),
    removeFactor: (row) =>
      confirm({ title: words.removeFactorAsk, content: who(row), work: then(() => post('/api/access/remove-second-factor', { account_id: row.id }, 'command')) }),
  }
}

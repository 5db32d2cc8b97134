import { App } from 'antd'
import { useCallback, useMemo } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useConfirm } from '@/shared/ui/useConfirm'

import { type Paper, printPaper } from './print'
import { useWords } from './words'

export interface RowActs {
  readonly print: (id: string, paper: Paper) => void
  readonly push: (id: string) => void
  readonly cancel: (id: string, who: string) => void
  readonly again: (id: string) => void
}

/** What can be done to a registration besides looking at it and editing it. */
export function useRowActs(): RowActs {
  const { post } = useBackend()
  const words = useWords()
  const { message } = App.useApp()
  const { confirm, act } = useConfirm()
  const print = useCallback(
    (id: string, paper: Paper) => {
      printPaper(post, id, paper).catch((error: unknown) => void message.error(explain(error), 6))
    },
    [post, message],
  )
  return useMemo(
    () => ({
      print,
      push: (id) => void act(() => post('/api/registration/push-registration', { registration_id: id }, 'command'), words.done.push),
      again: (id) => void act(() => post('/api/queue/sign-in-again', { ticket_id: id }, 'command'), words.done.again),
      cancel: (id, who) =>
        confirm({
          title: `${words.act.cancel} · ${who}`,
          content: words.cancelAsk,
          told: words.done.cancel,
          work: () => post('/api/registration/cancel-registration', { registration_id: id }, 'command'),
        }),
    }),
    [print, act, confirm, post, words],
  )
}

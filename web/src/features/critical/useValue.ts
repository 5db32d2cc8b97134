import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useEffect, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'

import { useWords } from './words'

export const PATH = 'critical_values/value'
export type CriticalValue = Answer<'/api/critical_values/show-critical-value'>

/** One critical value, live; opening it by somebody who may handle it counts as read. */
export function useValue(valueId: string): { readonly value: CriticalValue | undefined; readonly error: unknown } {
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const may = session.account.permissions.includes('critical_values.handle')
  // The list page invalidates everything below its key when the server says that something changed.
  const found = useQuery({
    queryKey: ['resource', PATH, 'sheet', valueId],
    queryFn: () => post('/api/critical_values/show-critical-value', { value_id: valueId }),
  })
  const unread = found.data?.state === 'detected' || found.data?.state === 'delivered'
  useEffect(() => {
    if (!may || !unread) return
    post('/api/critical_values/open-critical-value', { value_id: valueId }, 'command').catch((error: unknown) => void message.warning(explain(error)))
  }, [may, unread, post, valueId, message])
  return { value: found.data, error: found.error }
}

/** Carries a step out, tells what came of it, and shows the newest state. */
export function useStep(): { readonly busy: boolean; readonly run: (step: () => Promise<unknown>) => Promise<boolean> } {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const run = useCallback(
    async (step: () => Promise<unknown>) => {
      setBusy(true)
      try {
        await step()
        void message.success(words.saved)
        return true
      } catch (error) {
        void message.error(explain(error), 6)
        return false
      } finally {
        setBusy(false)
        void queries.invalidateQueries({ queryKey: ['resource', PATH] })
      }
    },
    [message, queries, words],
  )
  return { busy, run }
}

import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import type { DrawnPage, Field, Values } from '@/shared/resources/description'


/** What the account keeps about a page: its columns and its saved queries. */
export interface Kept {
  readonly columns: readonly string[]
  readonly fields: readonly Field[]
  readonly keepColumns: (columns: readonly string[] | null) => void
  readonly save: (name: string, query: Values) => Promise<void>
  readonly drop: (name: string) => void
}

export function useKept({ description, columns }: DrawnPage): Kept {
  const { post } = useBackend()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { path, fields } = description
  const shown = columns ?? fields.filter((field) => field.listed).map((field) => field.name)
  const tell = async (sent: Promise<unknown>) => {
    try {
      await sent
    } catch (error) {
      void message.error(explain(error), 6)
      throw error
    } finally {
      await queries.invalidateQueries({ queryKey: ['page', path] })
    }
  }
  const quietly = (sent: Promise<unknown>) => void tell(sent).catch(() => undefined)
  return {
    columns: shown,
    fields: fields.filter((field) => shown.includes(field.name)),
    keepColumns: (next) => {
      // A box that is ticked looks so at once; if the server refuses, the page is asked anew and shows it.
      queries.setQueryData<DrawnPage>(['page', path], (old) => old && { ...old, columns: next })
      quietly(post('/api/lists/keep-columns', { path, columns: next }, 'command'))
    },
    save: (name, query) => tell(post('/api/lists/save-view', { path, name, query: query as never }, 'command')),
    drop: (name) => quietly(post('/api/lists/drop-view', { path, name }, 'command')),
  }
}

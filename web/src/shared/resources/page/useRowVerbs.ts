import { App } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import type { Description, Row } from '@/shared/resources/description'
import { inWords, textOf } from '@/shared/resources/values'

import { run } from './run'
import { useWords } from './words'

export interface Changes {
  readonly remove: (rows: readonly Row[]) => void
  readonly enable: (rows: readonly Row[], on: boolean) => void
  /** Merges what the source has. */
  readonly sync: () => void
}

/** Deletes and switches rows, one or many; a deletion asks first. */
export function useRowVerbs(description: Description, onDone: () => void): Changes {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message, modal } = App.useApp()
  return useMemo(() => {
    const change = async (verb: 'delete' | 'enable', rows: readonly Row[], told: (count: number) => string, more = {}) => {
      try {
        const body = { [description.ids_field]: rows.map((row) => row.id), ...more }
        const { count } = await run<{ count: number }>(post, description.operations[verb], body, 'command')
        void message.success(told(count))
        onDone()
      } catch (error) {
        void message.error(explain(error), 6)
      }
    }
    return {
      remove: (rows) =>
        void modal.confirm({
          title: inWords(description.ask, i18n.language),
          content: rows.map((row) => textOf(row, description.shows)).join(', '),
          okText: words.ok,
          cancelText: words.cancel,
          okButtonProps: { danger: true, id: 'delete-ok' },
          onOk: () => change('delete', rows, words.deleted),
        }),
      sync: () => {
        const told = () => {
          void message.success(words.synced)
          onDone()
        }
        run(post, description.operations.sync, {}, 'command').then(told, (error: unknown) => void message.error(explain(error), 6))
      },
      enable: (rows, on) => void change('enable', rows, (count) => words.switched(count, on), { enabled: on }),
    }
  }, [description, words, i18n.language, post, message, modal, onDone])
}

import { App } from 'antd'
import { useCallback } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import { useWords } from './words'

const SHOWN_SECONDS = 6

/** Tries a refused message once more, after a question, and says what became of it. The list follows by itself. */
export function useReplay(): (messageId: string, controlId: string) => void {
  const words = useWords()
  const { post } = useBackend()
  const { message, modal } = App.useApp()
  return useCallback(
    (messageId, controlId) => {
      const replay = async () => {
        try {
          const { answer, error } = await post('/api/gateway/replay-message', { message_id: messageId }, 'command')
          if (answer === 'AA') void message.success(words.replayed)
          else void modal.warning({ title: words.refusedAgain, content: error?.[1] ?? answer, okText: words.close })
        } catch (error) {
          void message.error(explain(error), SHOWN_SECONDS)
        }
      }
      void modal.confirm({ title: words.replayAsk, content: controlId, okText: words.replay, cancelText: words.cancel, okButtonProps: { id: 'confirm-ok' }, onOk: replay })
    },
    [words, post, message, modal],
  )
}

import { App } from 'antd'
import { useTranslation } from 'react-i18next'

import { explain } from '@/shared/i18n/explain'

export interface Ask {
  readonly title: string
  readonly content?: string
  readonly danger?: boolean
  readonly told?: string
  readonly work: () => Promise<unknown>
}

export interface Acts {
  /** Asks first, then does it; Cancel has no effect. */
  readonly confirm: (ask: Ask) => void
  /** Does it at once, and tells of a refusal. */
  readonly act: (work: () => Promise<unknown>, told?: string) => Promise<void>
}

/** Does what buttons are for. */
export function useConfirm(): Acts {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const act = async (work: () => Promise<unknown>, told?: string) => {
    try {
      await work()
      void message.success(told ?? t('form.done'))
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  const confirm = ({ title, content, danger = true, told, work }: Ask) =>
    void modal.confirm({
      title,
      content,
      okText: t('form.ok'),
      cancelText: t('form.cancel'),
      okButtonProps: { danger, id: 'confirm-ok' },
      onOk: () => act(work, told),
    })
  return { confirm, act }
}

import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly title: string
  /** Plain text; an empty line begins a paragraph. */
  readonly text: string
  readonly onClose: () => void
}

/** A long text to read. */
export function TextDialog({ title, text, onClose }: Props): ReactNode {
  const { t } = useTranslation()
  const close = <Button type="primary" data-testid="text-close" onClick={onClose}>{t('signIn.close')}</Button>
  return (
    <Modal open title={title} width={640} footer={close} onCancel={onClose}>
      <div className="long-text" tabIndex={0}>
        {text.split(/\n\s*\n/).map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
      </div>
    </Modal>
  )
}

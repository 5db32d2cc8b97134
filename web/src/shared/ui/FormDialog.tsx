import { App, Form, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useSaving } from './useSaving'

interface Props<T> {
  readonly title: string
  readonly initial: Partial<T>
  readonly onSave: (values: T) => Promise<unknown>
  readonly onClose: () => void
  readonly children: ReactNode
  readonly width?: number
  /** The field that a refusal belongs to which names none, by its code. */
  readonly at?: Readonly<Record<string, string>>
  /** What is said when it was saved; null says nothing. */
  readonly told?: string | null
  /** What the button says, if not Save. */
  readonly okText?: string
}

/** A form in a dialog: Save checks and stores, Return closes without; what is wrong stands below its field. */
export function FormDialog<T extends object>({ title, initial, onSave, onClose, children, width = 640, at = {}, told, okText }: Props<T>): ReactNode {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<T>()
  const { busy, save } = useSaving(form, at)
  const finish = async (values: T) => {
    if (!(await save(() => onSave(values)))) return
    if (told !== null) void message.success(told ?? t('form.saved'))
    onClose()
  }
  const leave = () => {
    if (!form.isFieldsTouched()) onClose()
    else void modal.confirm({ title: t('form.leave'), okText: t('form.ok'), cancelText: t('form.cancel'), onOk: onClose })
  }
  return (
    <Modal
      open
      title={title}
      okText={okText ?? t('form.save')}
      cancelText={t('form.back')}
      okButtonProps={{ id: 'form-save' }}
      confirmLoading={busy}
      mask={{ closable: false }}
      width={width}
      onOk={() => form.submit()}
      onCancel={leave}
    >
      <Form<T> form={form} name="form" layout="vertical" initialValues={initial} onFinish={(values) => void finish(values)} scrollToFirstError>
        {children}
      </Form>
    </Modal>
  )
}

import { App, Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Post } from '@/shared/api/post'
import { useSaving } from '@/shared/ui/useSaving'

interface Fields {
  readonly old: string
  readonly password: string
  readonly confirmation: string
}

interface Props {
  readonly post: Post
  readonly onChanged: () => void
}

/** Changes one's own password; the old one is asked for. */
export function PasswordForm({ post, onChanged }: Props): ReactNode {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { busy, save } = useSaving(form, { 'access.wrong_old_password': 'old' })
  const submit = async (fields: Fields) => {
    if (!(await save(() => post('/api/access/change-password', { ...fields }, 'command')))) return
    void message.success(t('own.changed'))
    form.resetFields()
    onChanged()
  }
  const needed = (what: string) => [{ required: true, message: t('form.required', { what }) }]
  const same = ({ getFieldValue }: { getFieldValue: (name: 'password') => unknown }) => ({
    validator: (_: unknown, value: unknown) => (value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('own.differs')))),
  })
  return (
    <Form<Fields> form={form} name="password" layout="vertical" onFinish={(fields) => void submit(fields)}>
      <Form.Item name="old" label={t('own.old')} rules={needed(t('own.old'))}>
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <Form.Item name="password" label={t('own.password')} rules={needed(t('own.password'))}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Form.Item name="confirmation" label={t('own.confirmation')} dependencies={['password']} rules={[...needed(t('own.confirmation')), same]}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} data-testid="change-password">{t('own.change')}</Button>
    </Form>
  )
}

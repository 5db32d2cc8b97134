import { App, Button, Card, Form, Input, InputNumber, Select, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { useSaving } from '@/shared/ui/useSaving'

import { useEnglish, useWords } from './words'

export type Way = Answer<'/api/messages/list-ways'>[number]
type Field = Way['fields'][number]
type Value = string | number | boolean

interface Props {
  readonly way: Way
  readonly onSaved: () => Promise<void>
}

/** The settings of one way, as the server declares them; secrets are entered, never shown. */
export function WayCard({ way, onSaved }: Props): ReactNode {
  const words = useWords()
  const english = useEnglish()
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { post } = useBackend()
  const [form] = Form.useForm<Record<string, Value>>()
  const { busy, save } = useSaving(form)
  const [testing, setTesting] = useState(false)
  const initial = Object.fromEntries(way.fields.map((field) => [field.name, way.settings[field.name] ?? field.default ?? undefined]))
  const submit = async (given: Readonly<Record<string, Value | null | undefined>>) => {
    const entered = (secret: boolean) => Object.fromEntries(way.fields.flatMap((field) => {
      const value = given[field.name]
      return (field.kind === 'secret') === secret && value !== undefined && value !== null ? [[field.name, value]] : []
    }))
    const secrets = entered(true) as Record<string, string>
    const settings = entered(false)
    if (!(await save(() => post('/api/messages/save-way', { way: way.way, enabled: given.enabled === true, settings, secrets }, 'command')))) return
    void message.success(t('form.saved'))
    await onSaved()
  }
  const test = async () => {
    setTesting(true)
    try {
      await post('/api/messages/try-way', { way: way.way }, 'command')
      void message.success(words.set.testing)
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setTesting(false)
    }
  }
  return (
    <Form form={form} name={`way-${way.way}`} layout="vertical" initialValues={{ ...initial, enabled: way.enabled }} onFinish={(given) => void submit(given)}>
      <Card
        title={<span className="way-head">{english ? way.en : way.zh} <Form.Item name="enabled" valuePropName="checked" noStyle><Switch checkedChildren={words.set.enabled} unCheckedChildren={words.set.disabled} data-testid="way-enabled" /></Form.Item></span>}
        extra={<>
          <Button loading={testing} disabled={!way.enabled} data-testid="way-test" onClick={() => void test()}>{words.set.test}</Button>{' '}
          <Button type="primary" htmlType="submit" loading={busy} data-testid="way-save">{words.my.save}</Button>
        </>}
        data-testid="way-card"
      >
        <div className="form-pair">
          {way.fields.map((field) => (
            <Form.Item key={field.name} name={field.name} label={english ? field.en : field.zh} required={!field.optional} {...(field.kind === 'switch' ? { valuePropName: 'checked' } : {})}>
              <FieldControl field={field} kept={way.secrets.includes(field.name)} />
            </Form.Item>
          ))}
        </div>
      </Card>
    </Form>
  )
}

interface ControlProps {
  readonly field: Field
  /** Whether a secret is there already. */
  readonly kept: boolean
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: never
  readonly onChange?: (value: unknown) => void
}

function FieldControl({ field, kept, ...given }: ControlProps): ReactNode {
  const words = useWords()
  switch (field.kind) {
    case 'secret':
      return <Input.Password {...given} autoComplete="new-password" visibilityToggle={false} placeholder={kept ? words.set.kept : ''} />
    case 'number':
      return <InputNumber {...given} className="wide" />
    case 'switch':
      return <Switch {...given} />
    case 'choice':
      return <Select {...given} options={field.choices.map((value) => ({ value, label: value }))} />
    default:
      return <Input {...given} autoComplete="off" />
  }
}

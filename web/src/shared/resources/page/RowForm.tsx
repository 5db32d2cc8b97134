import { App, Form, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'
import type { Description, Field, Row } from '@/shared/resources/description'
import { fromForm, inWords, textOf, toForm } from '@/shared/resources/values'

import { run } from './run'
import { FieldInput } from './FieldInput'
import { useWords, type Words } from './words'

interface Props {
  readonly description: Description
  /** The row to change, or null to add one. */
  readonly row: Row | null
  readonly onClose: () => void
}

/** Adds or changes a row; what is wrong stands below its field. */
export function RowForm({ description, row, onClose }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<Record<string, unknown>>()
  const [busy, setBusy] = useState(false)
  const [uploading, setUploading] = useState<ReadonlySet<string>>(new Set())
  const fields = description.fields.filter((field) => field.editable)
  const save = async (given: Record<string, unknown>) => {
    setBusy(true)
    try {
      const values = fromForm(fields, given)
      if (row === null) await run(post, description.operations.create, values, 'command')
      else await run(post, description.operations.edit, { ...values, [description.id_field]: row.id, v: row.v }, 'command')
      void message.success(words.saved)
      onClose()
    } catch (error) {
      if (error instanceof ApiProblem) form.setFields(error.fields.map(({ field, message: told }) => ({ name: field, errors: [told] })))
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  const leave = () => {
    if (!form.isFieldsTouched()) onClose()
    else void modal.confirm({ title: words.leave, okText: words.ok, cancelText: words.cancel, onOk: onClose })
  }
  const label = inWords(description.label, i18n.language)
  return (
    <Modal
      open
      title={row === null ? words.add(label) : `${words.edit} ${textOf(row, description.shows)}`}
      okText={words.save}
      cancelText={words.back}
      okButtonProps={{ id: 'row-save', disabled: uploading.size > 0 }}
      confirmLoading={busy}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={leave}
      width={640}
    >
      <Form form={form} name="row" layout="vertical" initialValues={row === null ? {} : toForm(fields, row)} onFinish={(given) => void save(given)}>
        {fields.map((field) => (
          <Form.Item key={field.name} name={field.name} label={inWords(field.label, i18n.language)} rules={rulesOf(field, i18n.language, words)} required={field.required}>
            <FieldInput field={field} onBusy={(going) => setUploading((now) => (going ? new Set([...now, field.name]) : new Set([...now].filter((name) => name !== field.name))))} {...named(field, row)} />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  )
}

function named(field: Field, row: Row | null): { readonly named?: string } {
  if (row === null || field.target === null) return {}
  return { named: textOf(row, field.target.label) }
}

/** What the browser checks before it asks; the server checks again, and more. */
function rulesOf(field: Field, language: string, words: Words): object[] {
  const label = inWords(field.label, language)
  const rules: object[] = []
  // A number is no text: a rule about blanks would make the form take it for one, and refuse it.
  const blanks = field.kind === 'text' ? { whitespace: true } : {}
  if (field.required) rules.push({ required: true, ...blanks, message: words.required(label) })
  if (typeof field.longest === 'number') rules.push({ max: field.longest, message: words.longest(label, field.longest) })
  if (typeof field.pattern === 'string') {
    const hint = field.hint === null ? label : inWords(field.hint, language)
    rules.push({ pattern: new RegExp(`^(?:${field.pattern})$`), message: hint })
  }
  return rules
}

import { App, Form, type FormInstance } from 'antd'
import { useState } from 'react'

import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'

import { fieldOf, type Values } from './values'

export interface Sending {
  readonly form: FormInstance<Values>
  readonly busy: boolean
  /** Does it; what was refused stands at its field, and above the page. */
  readonly send: <T>(work: () => Promise<T>) => Promise<T | null>
}

/** A registration's form, and how it is sent. */
export function useSending(): Sending {
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const send = async <T>(work: () => Promise<T>): Promise<T | null> => {
    setBusy(true)
    try {
      return await work()
    } catch (error) {
      if (error instanceof ApiProblem) form.setFields(error.fields.map((problem) => ({ name: fieldOf(problem.field) as keyof Values, errors: [problem.message] })))
      void message.error(explain(error), 6)
      return null
    } finally {
      setBusy(false)
    }
  }
  return { form, busy, send }
}

import type { FormInstance } from 'antd-mobile/es/components/form'
import { useState } from 'react'

import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'

import { warn } from './tell'

export interface Submit {
  readonly busy: boolean
  /** Does it; what was refused stands at its field and is said. True when it was done. */
  readonly submit: (work: () => Promise<unknown>) => Promise<boolean>
}

/** The field of a form that the server names, such as `content.photos.0`: what is last and no number. */
function leafOf(field: string): string {
  return field.split('.').filter((part) => !/^\d+$/.test(part)).at(-1) ?? field
}

/** Sends what a form of the telephone holds. `at` names the field of a refusal that names none, by its code. */
export function useSubmit(form?: FormInstance, at: Readonly<Record<string, string>> = {}): Submit {
  const [busy, setBusy] = useState(false)
  const mark = (error: ApiProblem) => {
    const own = at[error.code]
    const fields = own === undefined ? error.fields : [{ field: own, message: error.detail }]
    form?.setFields(fields.map(({ field, message }) => ({ name: leafOf(field), errors: [message] })))
  }
  const submit = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
      return true
    } catch (error) {
      if (error instanceof ApiProblem) mark(error)
      warn(explain(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, submit }
}

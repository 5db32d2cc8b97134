import { App, type FormInstance } from 'antd'
import { useState } from 'react'

import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'

const SHOWN_SECONDS = 6

export interface Saving {
  readonly busy: boolean
  /** Does it; what was refused stands at its field, and above the page. True when it was done. */
  readonly save: (work: () => Promise<unknown>) => Promise<boolean>
}

/** The place in a form of a field that the server names, such as `policy.addresses.0.note`. */
function placeOf(field: string): (string | number)[] {
  return field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Saves what a form holds. `at` names the field that a refusal belongs to which names none, by its code. */
export function useSaving<T>(form: FormInstance<T>, at: Readonly<Record<string, string>> = {}): Saving {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const mark = (error: ApiProblem) => {
    const own = at[error.code]
    const fields = own === undefined ? error.fields : [{ field: own, message: error.detail }]
    form.setFields(fields.map(({ field, message: told }) => ({ name: placeOf(field) as never, errors: [told] })))
  }
  const save = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
      return true
    } catch (error) {
      if (error instanceof ApiProblem) mark(error)
      void message.error(explain(error), SHOWN_SECONDS)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, save }
}

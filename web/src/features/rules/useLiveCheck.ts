import type { FormInstance } from 'antd'
import { useEffect, useRef, useState } from 'react'

import { useBackend } from '@/shared/api/backend'

import { cleaned, type Draft, placeOf, type Wrong } from './model'
import { useBoth } from './words'

const PAUSE_MS = 500

/** The rule that a form holds, with the parts that have no field. */
export function draftOf(form: FormInstance<Draft>): Record<string, unknown> {
  return cleaned(form.getFieldsValue(true)) as Record<string, unknown>
}

export interface LiveCheck {
  /** What is wrong; null: not known yet. */
  readonly wrong: readonly Wrong[] | null
  readonly changed: () => void
}

/** Asks the server what is wrong with the rule, whenever the typing pauses, and marks the fields. */
export function useLiveCheck(form: FormInstance<Draft>): LiveCheck {
  const { post } = useBackend()
  const both = useBoth()
  const [wrong, setWrong] = useState<readonly Wrong[] | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(0)
  const marked = useRef<readonly string[]>([])
  useEffect(() => () => clearTimeout(timer.current), [])
  const mark = (found: readonly Wrong[]) => {
    const fields = new Map<string, string[]>(marked.current.map((field) => [field, []]))
    for (const one of found) fields.set(one.field, [...(fields.get(one.field) ?? []), both(one)])
    form.setFields([...fields].map(([field, errors]) => ({ name: placeOf(field) as never, errors })))
    marked.current = found.map(({ field }) => field)
  }
  const check = async () => {
    const turn = ++asked.current
    const found = await post('/api/rules/check-rule', { rule: draftOf(form) as never }).catch(() => null)
    // An answer to an older question says nothing about what stands there now.
    if (turn !== asked.current || found === null) return
    setWrong(found.wrong)
    mark(found.wrong)
  }
  const changed = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void check(), PAUSE_MS)
  }
  return { wrong, changed }
}

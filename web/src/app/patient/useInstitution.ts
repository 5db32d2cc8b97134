import { useState } from 'react'

import { recall, remember } from '@/shared/ui/stored'

const KEPT = 'patient.institution'

/** The institution of the link that one came by, else the last one; empty: nobody has told. */
export function useInstitution(): readonly [string, (code: string) => void] {
  const [code, setCode] = useState(() => {
    const told = new URLSearchParams(location.search).get('tid')?.trim() ?? ''
    if (told !== '') remember(KEPT, told)
    return told === '' ? (recall(KEPT) ?? '') : told
  })
  const choose = (next: string) => {
    remember(KEPT, next)
    history.replaceState(null, '', next === '' ? location.pathname : `${location.pathname}?tid=${encodeURIComponent(next)}`)
    setCode(next)
  }
  return [code, choose]
}

import type { ReactNode } from 'react'

import { nameIn } from './row'
import { useWords } from './words'

interface Props {
  readonly row: {
    readonly name: string
    readonly sex: string
    readonly age: number | null
    readonly patient_class: string
    readonly arrears: boolean
    readonly direction: string
  }
}

/** Who it is, with what jumps the line and what is owed. */
export function PatientCell({ row }: Props): ReactNode {
  const words = useWords()
  return (
    <span className="reg-patient">
      <b>{row.name}</b>
      <span>
        {nameIn(words.sex, row.sex)} {row.age === null ? '' : words.years(row.age)}
      </span>
      {row.patient_class !== 'normal' && <i className="mark" data-mark={row.patient_class}>{nameIn(words.kind, row.patient_class)}</i>}
      {row.arrears && <i className="mark" data-mark="arrears">{words.arrears}</i>}
      {row.direction !== '' && <i className="mark" data-mark="referral">{row.direction === 'sent' ? words.sent : words.received}</i>}
    </span>
  )
}

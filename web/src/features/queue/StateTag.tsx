import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { PatientClass, TicketState } from './row'

export function StateTag({ state }: { readonly state: TicketState }): ReactNode {
  const { t } = useTranslation()
  return (
    <span className="state-tag" data-state={state}>
      {t(`state.${state}`)}
    </span>
  )
}

/** Only what jumps the line is marked; a normal patient needs no label. */
export function ClassTag({ kind }: { readonly kind: PatientClass }): ReactNode {
  const { t } = useTranslation()
  if (kind === 'normal') return null
  return (
    <span className="class-tag" data-class={kind}>
      {t(`patientClass.${kind}`)}
    </span>
  )
}

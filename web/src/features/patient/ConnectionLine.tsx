import type { ReactNode } from 'react'

import { useConnection } from '@/shared/live/LiveProvider'

import { useWords } from './words'

/** Always visible: whether what is shown is live. */
export function ConnectionLine(): ReactNode {
  const { connection } = useWords()
  const { is } = useConnection()
  return (
    <span className="patient-connection" role="status" aria-live="polite" data-testid="connection" data-state={is}>
      <i aria-hidden="true" />{connection[is]}
    </span>
  )
}

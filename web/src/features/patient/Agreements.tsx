import { Button, Checkbox } from 'antd-mobile'
import { type ReactNode, useState } from 'react'

import { Sheet } from '@/shared/mobile/Sheet'

import type { DoorSheet } from './door'
import { useWords } from './words'

type Which = 'agreement' | 'privacy'

interface Props {
  readonly sheet: DoorSheet
  readonly agreed: boolean
  readonly onAgree: (agreed: boolean) => void
}

/** One tick for both agreements, which can be read first. It is never ticked by itself. */
export function Agreements({ sheet, agreed, onAgree }: Props): ReactNode {
  const { door } = useWords()
  const [reading, setReading] = useState<Which | null>(null)
  return (
    <div className="patient-agree">
      <Checkbox checked={agreed} onChange={onAgree} data-testid="agree"><span>{door.agree}</span></Checkbox>
      {(['agreement', 'privacy'] as const).map((which) => (
        <button key={which} type="button" className="phone-link" data-testid={`read-${which}`} onClick={() => setReading(which)}>《{door[which]}》</button>
      ))}
      {reading !== null && (
        <Sheet title={`《${door[reading]}》`} onClose={() => setReading(null)}>
          <div className="phone-text" data-testid="agreement-text">{sheet[reading]}</div>
          <Button block color="primary" data-testid="agreement-close" onClick={() => setReading(null)}>{door.close}</Button>
        </Sheet>
      )}
    </div>
  )
}

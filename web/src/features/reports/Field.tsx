import type { ReactNode } from 'react'

interface Props {
  readonly name: string
  readonly label: string
  readonly required?: boolean
  readonly fault?: string | undefined
  readonly children: ReactNode
}

/** A field with its label, and below it what is wrong with it. */
export function Field({ name, label, required = false, fault, children }: Props): ReactNode {
  return (
    <div className="report-field" data-field={name}>
      <span className="report-label">{required && <i aria-hidden>*</i>}{label}</span>
      {children}
      {fault !== undefined && <p role="alert" className="field-error" data-testid={`fault-${name}`}>{fault}</p>}
    </div>
  )
}

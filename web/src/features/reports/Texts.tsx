import { lazy, type ReactNode, Suspense } from 'react'

import type { Content } from './editing'
import { Field } from './Field'
import { useWords } from './words'

const RichEditor = lazy(() => import('@/shared/rich/RichEditor'))
const RichText = lazy(() => import('@/shared/rich/RichText'))

interface Props {
  readonly content: Content
  readonly editable: boolean
  readonly faults: Readonly<Record<string, string>>
  /** Another one begins the editors anew, with what the content is then. */
  readonly beginning: number
  readonly onChange: (change: Partial<Content>) => void
}

/** 影像所见 and 诊断意见: to write, or to read and copy (RIS-356). */
export function Texts({ content, editable, faults, beginning, onChange }: Props): ReactNode {
  const words = useWords()
  const text = (name: 'findings' | 'impression', label: string) => {
    const value = content[name]
    return (
      <Field name={name} label={label} required={editable && name === 'impression'} fault={faults[name]}>
        <div className="report-text" data-testid={`report-${name}`} data-editable={editable}>
          {editable && <RichEditor key={beginning} id={`report-${name}`} label={label} value={value} onChange={(next) => onChange({ [name]: next })} />}
          {!editable && (value === '' ? <p className="calm">{words.emptyText}</p> : <RichText value={value} />)}
        </div>
      </Field>
    )
  }
  return <Suspense fallback={null}>{text('findings', words.finding)}{text('impression', words.impression)}</Suspense>
}

import { Input, Segmented } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'

import type { FieldWords } from './model'
import { useCondition } from './useCondition'
import { useBoth, useWords } from './words'

const ConditionTree = lazy(() => import('./ConditionTree'))

interface Props {
  /** The fact or measure that it is about; empty: a finding, which only text can say. */
  readonly of: string
  readonly fields: readonly FieldWords[]
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: string
  readonly onChange?: (value: string) => void
}

type Mode = 'visual' | 'text'

/** A condition, put together with the mouse or written as text; both ways lead to the same text. */
export function ConditionField({ of, fields, id = '', value = '', onChange }: Props): ReactNode {
  const words = useWords().editor
  const both = useBoth()
  const [mode, setMode] = useState<Mode>(of === '' ? 'text' : 'visual')
  const { tree, problems, asked, write } = useCondition(of, value, (text) => onChange?.(text))
  const visual = mode === 'visual' && of !== '' && !(asked && tree === null)
  return (
    <div className="rule-condition" id={id}>
      {of !== '' && (
        <Segmented<Mode> size="small" value={visual ? 'visual' : 'text'} onChange={setMode} options={[{ value: 'visual', label: words.visual, disabled: asked && tree === null }, { value: 'text', label: words.text }]} />
      )}
      {mode === 'visual' && !visual && <small>{words.onlyText}</small>}
      {visual ? (
        <Suspense>{tree !== null && <ConditionTree tree={tree} fields={fields} onChange={write} />}</Suspense>
      ) : (
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} className="rule-code" aria-label={words.condition} placeholder={words.always} value={value} onChange={({ target }) => onChange?.(target.value)} />
      )}
      {problems.map((one) => <small key={`${one.start}-${one.code}`} className="rule-problem">{both(one)}</small>)}
    </div>
  )
}

import { Timeline } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { dayAndTime } from '@/shared/time/format'

import type { Detail } from './useSample'
import { type SampleWords } from './zh'
import { useWords } from './words'

type FlowLine = Detail['flow'][number]

/** 流转日志: every step with who, when, the state before and after, and what changed; the newest first. */
export function FlowLog({ flow }: { readonly flow: readonly FlowLine[] }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  return (
    <Timeline
      data-testid="flow"
      items={flow.map((line) => ({
        key: line.n,
        content: (
          <div data-testid="flow-line">
            <b>{words.staff.steps[line.step] ?? line.step}</b> {line.who} · {dayAndTime(line.at, zone)}
            {line.state_before !== line.state_after && <div>{stateOf(line.state_before, words)} → {stateOf(line.state_after, words)}</div>}
            {line.reason !== '' && <div>{line.reason}</div>}
            {line.changes.map((change) => <div key={change.field}>{changeOf(change, words)}</div>)}
          </div>
        ),
      }))}
    />
  )
}

function stateOf(state: FlowLine['state_before'], words: SampleWords): string {
  return state === null ? '—' : words.states[state]
}

function changeOf({ field, before, after }: FlowLine['changes'][number], words: SampleWords): string {
  const said = (value: string) => (value === 'true' || value === 'false' ? (words.flowFields[value] ?? value) : value)
  return words.staff.change(words.flowFields[field] ?? field, said(before), said(after))
}

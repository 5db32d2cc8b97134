import { Alert, Descriptions, Drawer, Skeleton, Steps, Tag, Timeline } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { clockTime, dayAndTime } from '@/shared/time/format'

import { StepForms } from './StepForms'
import { arrows } from './way'
import { type CriticalValue, useValue } from './useValue'
import { type CriticalWords, useWords } from './words'

/** One critical value: who, what, its way with a clock on every arrow, and what can be done now. */
export function ValueDrawer({ valueId, onClose }: { readonly valueId: string; readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const { value, error } = useValue(valueId)
  const title = value === undefined ? '' : words.title(value.item_name, value.value, value.unit)
  return (
    <Drawer open size={880} title={title} onClose={onClose} data-testid="value-drawer">
      {error !== null && <Alert type="error" showIcon title={explain(error)} />}
      {value === undefined ? error === null && <Skeleton active /> : <Sheet value={value} words={words} />}
    </Drawer>
  )
}

function Sheet({ value, words }: { readonly value: CriticalValue; readonly words: CriticalWords }): ReactNode {
  const zone = useBackend().session.institution.time_zone
  const items = [
    { key: 'level', label: words.levelAsk, children: <Tag color={value.level === 1 ? 'red' : 'gold'}>{words.level(value.level)}</Tag> },
    { key: 'patient', label: words.patient, children: value.patient_name },
    { key: 'ward', label: words.department, children: [value.department, value.bed].filter((text) => text !== '').join(' / ') },
    { key: 'doctor', label: words.doctor, children: value.doctor },
    { key: 'keeper', label: words.keeper, children: value.keeper },
    { key: 'reported', label: words.reportedBy, children: value.reported_by },
    { key: 'observed', label: words.observedAt, children: value.observed_at === null ? '' : dayAndTime(value.observed_at, zone) },
  ]
  return (
    <div className="critical-sheet">
      <Descriptions column={2} size="small" bordered items={items} />
      <h3>{words.way}</h3>
      <Way value={value} words={words} zone={zone} />
      <StepForms value={value} />
      <h3>{words.trail}</h3>
      <Timeline
        data-testid="value-trail"
        items={value.trail.map((line, place) => ({
          key: place,
          content: (
            <>
              <b>{words.steps[line.step] ?? line.step}</b> {line.who} · {dayAndTime(line.at, zone)}
              <div>{told(line.detail, line.who, words)}</div>
            </>
          ),
        }))}
      />
    </div>
  )
}

function Way({ value, words, zone }: { readonly value: CriticalValue; readonly words: CriticalWords; readonly zone: string }): ReactNode {
  const way = arrows(value)
  const last = way.reduce((found, arrow, place) => (arrow.at === null ? found : place), 0)
  if (value.state === 'cancelled') return <Tag>{words.states.cancelled}</Tag>
  return (
    <Steps
      size="small"
      titlePlacement="vertical"
      current={last}
      data-testid="value-way"
      items={way.map((arrow) => ({
        title: words.states[arrow.stop],
        content: arrow.at === null ? '' : `${clockTime(arrow.at, zone, true)}${arrow.took === null ? '' : ` · ${words.after(words.seconds(arrow.took))}`}`,
      }))}
    />
  )
}

function told(detail: Readonly<Record<string, unknown>>, who: string, words: CriticalWords): string {
  const outcome = detail.outcome
  const first = typeof outcome === 'string' && outcome in words.outcomes ? words.outcomes[outcome as keyof CriticalWords['outcomes']] : ''
  const rest = ['name', 'doctor', 'reached', 'read_back', 'note'].map((name) => detail[name]).filter((text) => typeof text === 'string' && text !== '' && text !== who)
  return [first, ...rest].filter((text) => text !== '').join(' · ')
}

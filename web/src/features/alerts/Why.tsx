import { Descriptions } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'

import { seriesOf, type Story } from './model'
import { named, useWords } from './words'

const ValuesChart = lazy(() => import('./ValuesChart'))

type Part = Story['reasons'][number]['parts']

/** Why it came: the rule as it was, its conditions with what they met, the values, the fact. */
export function Why({ story }: { readonly story: Story }): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const zone = useBackend().session.institution.time_zone
  const s = words.story
  const { event, values, events } = story.evidence as Readonly<Record<string, unknown>>
  const series = seriesOf(values)
  const rule = i18n.language === 'en' ? story.rule_en : story.rule_zh
  return (
    <section className="alert-why" aria-label={s.why}>
      <h3>{s.why}</h3>
      <p>
        {s.ruleLine(rule, story.rule, story.rule_version)}
        {story.source !== '' && <small>{` ${s.source} ${story.source}`}</small>}
      </p>
      {story.reasons.length === 0 && <p className="alert-hint">{s.noCondition}</p>}
      {story.reasons.map((reason) => (
        <figure key={`${reason.of}${reason.text}`} className="alert-reason" data-holds={reason.parts.value === true}>
          <figcaption>{reason.of === 'grade' ? s.grade : s.trigger}</figcaption>
          <PartTree part={reason.parts} />
        </figure>
      ))}
      {series !== null && <Suspense fallback={<div className="alert-chart" />}><ValuesChart series={series} zone={zone} label={s.chart} /></Suspense>}
      <Facts title={s.values} fields={series === null ? values : {}} zone={zone} />
      <Facts title={s.fact} fields={event} zone={zone} />
      {Array.isArray(events) && events.length > 0 && <p className="alert-hint">{`${s.facts}：${events.join(' ')}`}</p>}
    </section>
  )
}

/** A part of a condition with the value it had, and below it its own parts. */
function PartTree({ part }: { readonly part: Part }): ReactNode {
  const value = part.error ?? shownValue(part.value)
  return (
    <div className="alert-part">
      <code>{part.text}</code>
      <span data-holds={part.value === true}>{` = ${value}`}</span>
      {part.parts.map((below) => <PartTree key={`${below.start}-${below.end}-${below.text}`} part={below} />)}
    </div>
  )
}

const TIMES = new Set(['since', 'at'])

function Facts({ title, fields, zone }: { readonly title: string; readonly fields: unknown; readonly zone: string }): ReactNode {
  const words = useWords()
  if (typeof fields !== 'object' || fields === null) return null
  const items = Object.entries(fields)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({
      key: name,
      label: named(words.facts, name),
      // The triggers tell moments in seconds of the epoch.
      children: TIMES.has(name) && typeof value === 'number' ? moment(new Date(value * 1000).toISOString(), zone) : shownValue(value),
    }))
  return items.length === 0 ? null : <Descriptions title={title} column={2} size="small" bordered items={items} />
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

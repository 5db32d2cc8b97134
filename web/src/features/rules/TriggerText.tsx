import type { ReactNode } from 'react'

import { inUnit, unitOf } from './lengths'
import { brief, type Kind } from './model'
import { useVocabulary } from './useRules'
import { named, useBoth, useWords } from './words'

interface Step {
  readonly fact: string
  readonly when: string
  readonly never?: boolean
}

interface Props {
  readonly kind: string
  readonly trigger: object
}

const isStep = (value: unknown): value is Step => typeof value === 'object' && value !== null && 'fact' in value

/** What a rule watches for, part by part, facts by their names. */
export function TriggerText({ kind, trigger }: Props): ReactNode {
  const all = useWords()
  const words = all.editor
  const both = useBoth()
  const vocabulary = useVocabulary()
  const facts = new Map(vocabulary?.facts.map((one) => [one.fact, both(one)]))
  const measures = new Map(vocabulary?.measures.map((one) => [one.measure, both(one)]))
  const seconds: Readonly<Record<string, string>> = words.seconds
  const atLeast: Readonly<Record<string, string>> = words.atLeast
  const names: Readonly<Record<string, string>> = {
    ...words.steps, seconds: seconds[kind as Kind] ?? words.units.s, off_seconds: words.offSeconds, at_least: atLeast[kind] ?? '', item: words.item, value: words.value, worse: words.worse,
    points: words.points, per_day: words.perDay, restart: words.restart, total: words.total, single: words.single, cron: words.cron, measure: words.measure, when: words.condition, until: words.until, gap: words.gap,
    ...(kind === 'reading' ? { on: words.reading } : {}),
  }
  const step = ({ fact, when, never }: Step) => `${never === true ? `${words.never} ` : ''}${facts.get(fact) ?? fact}${when === '' ? '' : `：${when}`}`
  const said = (name: string, value: unknown): string => {
    if (isStep(value)) return step(value)
    if (Array.isArray(value)) return value.map((one) => (isStep(one) ? step(one) : brief(one, ''))).join('；')
    if ((name.endsWith('seconds') || name === 'gap') && typeof value === 'number') return `${inUnit(value)} ${words.units[unitOf(value)]}`
    return measures.get(String(value)) ?? brief(value, '')
  }
  const parts = Object.entries(trigger).map(([name, value]) => [name, said(name, value)] as const)
  return (
    <div className="rule-trigger">
      {named(all.triggers, kind)}
      <dl>
        {parts.filter(([name, text]) => name !== 'type' && text !== '' && text !== 'false').map(([name, text]) => [<dt key={name}>{named(names, name)}</dt>, <dd key={`${name}-said`}>{text}</dd>])}
      </dl>
    </div>
  )
}

import { Switch, Timeline } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'

import { isDecision, type Story, type StoryLine } from './model'
import { named, useWords, type Words } from './words'

interface Detail {
  readonly to?: readonly string[]
  readonly channels?: readonly string[]
  readonly together?: number
  readonly note?: string
}

/** What happened, the oldest first: who was told by which way, what people did, and why the stages decided so. */
export function StoryLines({ story }: { readonly story: Story }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const [all, setAll] = useState(false)
  const lines = story.lines.filter((line) => all || !isDecision(line) || line.reason === story.withheld)
  const items = lines.map((line, place) => ({
    key: place,
    content: (
      <div className="alert-line" data-testid="story-line" data-step={line.step}>
        <time>{moment(line.at, zone)}</time>
        <b>{named(words.steps, line.step)}</b>
        <span>{whatOf(line, story.people, words)}</span>
        <small>{whoOf(line.who, words)}</small>
      </div>
    ),
  }))
  return (
    <section aria-label={words.story.lines}>
      <h3 className="alert-lines-title">
        {words.story.lines}
        <label><Switch size="small" checked={all} onChange={setAll} />{words.decisions}</label>
      </h3>
      <Timeline items={items} />
    </section>
  )
}

function whatOf(line: StoryLine, people: Story['people'], words: Words): string {
  const { to, channels, together, note } = line.detail as Detail
  const s = words.story
  if (note !== undefined) return note
  if (line.step !== 'told') return named(words.reasons, line.reason)
  const names = (to ?? []).map((account) => (people as Readonly<Record<string, string>>)[account] ?? account)
  const parts = [
    occasion(line.reason, words),
    names.length === 0 ? s.nobody : `${s.to} ${names.join('、')}`,
    `${s.by} ${(channels ?? []).map((way) => named(words.channels, way)).join('、')}`,
    (together ?? 1) > 1 ? s.together(together ?? 1) : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** `group`, `reminder-2`, `repeat-20261122080000`, `escalation-1`, and in its second round `escalation-1-1`. */
function occasion(reason: string, words: Words): string {
  const [kind = '', n = '', round = ''] = reason.split('-')
  if (kind === 'reminder') return words.reminder(n)
  if (kind === 'repeat') return words.repeat
  return kind === 'escalation' ? words.escalation(n, round) : words.first
}

function whoOf(who: string, words: Words): string {
  if (who === 'rules') return words.engine
  return who.startsWith('timer:') ? words.clock : who
}

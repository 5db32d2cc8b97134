import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Descriptions, Drawer, Input, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import { LevelMark, StageMark } from './Marks'
import { deedsFor, type Row, type Story } from './model'
import { StoryLines } from './StoryLines'
import type { Deeds } from './useDeeds'
import { Why } from './Why'
import { useWords } from './words'

interface Props {
  readonly id: string
  readonly deeds: Deeds
  readonly handles: boolean
  readonly onClose: () => void
}

/** Everything about one alert: why it came, who was told when, what they did, and what can be done now. */
export function StoryDrawer({ id, deeds, handles, onClose }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const asked = useQuery({ queryKey: ['alerts', 'story', id], queryFn: () => post('/api/alerts/show-alert', { alert_id: id }) })
  const story = asked.data
  const title = story === undefined ? words.story.title : i18n.language === 'en' ? story.says_en : story.says_zh
  return (
    <Drawer open title={title} size={760} onClose={onClose} extra={story !== undefined && handles && <Acts story={story} deeds={deeds} />} data-testid="story">
      {asked.error !== null && <Alert type="error" showIcon title={explain(asked.error)} />}
      {asked.isPending && <Skeleton active />}
      {story !== undefined && (
        <>
          <Head story={story} />
          <Why story={story} />
          <StoryLines story={story} />
          {handles && <NoteForm id={id} onKept={() => void asked.refetch()} />}
        </>
      )}
    </Drawer>
  )
}

function Acts({ story, deeds }: { readonly story: Story; readonly deeds: Deeds }): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  const value = (story.evidence as { readonly event?: { readonly value_id?: unknown } }).event?.value_id
  const row = { stage: story.stage as Row['stage'], owner: story.owner_id }
  return (
    <span className="alert-acts">
      {typeof value === 'string' && <Button href={`#critical-values/${encodeURIComponent(value)}`} data-testid="story-value">{words.story.value}</Button>}
      {deedsFor(row, session.account.id).map((deed, place) => (
        <Button key={deed} type={place === 0 ? 'primary' : 'default'} data-testid={`story-${deed}`} loading={deeds.busy} onClick={() => deeds.begin(deed, [story.alert_id])}>{words.act[deed]}</Button>
      ))}
    </span>
  )
}

function Head({ story }: { readonly story: Story }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const s = words.story
  const time = (at: string | null) => (at === null ? '' : moment(at, zone))
  const lines: readonly (readonly [string, ReactNode])[] = [
    [words.level, <LevelMark key="level" level={story.level} />],
    [words.stage, <StageMark key="stage" row={story as unknown as Row} />],
    [words.owner, story.owner === '' ? words.nobody : story.owner],
    [s.happened, time(story.happened_at)],
    [s.opened, `${time(story.opened_at)} ${story.times > 1 ? words.times(story.times) : ''}`],
    [s.acknowledged, time(story.acknowledged_at)],
    [s.returned, time(story.returned_at)],
    [s.shelvedUntil, time(story.shelved_until)],
    [s.closed, time(story.closed_at)],
    [s.result, `${story.note}${story.nuisance ? ` · ${s.nuisance}` : ''}`],
  ]
  const items = lines.filter(([, value]) => value !== '').map(([label, children]) => ({ key: label, label, children }))
  return <Descriptions column={2} size="small" bordered items={items} />
}

function NoteForm({ id, onKept }: { readonly id: string; readonly onKept: () => void }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const keep = async () => {
    try {
      await post('/api/alerts/note-alert', { alert_id: id, note: note.trim() }, 'command')
      setNote('')
      void message.success(words.told.note)
      onKept()
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  return (
    <form className="alert-noting" onSubmit={(event) => { event.preventDefault(); if (note.trim() !== '') void keep() }}>
      <Input value={note} maxLength={500} placeholder={words.noting.placeholder} aria-label={words.act.note} data-testid="note" onChange={(event) => setNote(event.target.value)} />
      <Button htmlType="submit" disabled={note.trim() === ''} data-testid="note-save">{words.noting.save}</Button>
    </form>
  )
}

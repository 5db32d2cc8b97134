import { Button, Space, Tag } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { clockTime } from '@/shared/time/format'

import { FontSize } from './FontSize'
import type { Deeds } from './useDeeds'
import { type Opened, useMe } from './useReport'
import type { Saving } from './useSaving'
import { enters, type Tool, toolsFor, unlocks } from './way'
import { useWords } from './words'

interface Props {
  readonly opened: Opened
  readonly saving: Saving
  readonly deeds: Deeds
  readonly size: number
  readonly onSize: (size: number) => void
  readonly onExit: () => void
  readonly onReject: () => void
  readonly onPreview: () => void
}

const PRIMARY: readonly Tool[] = ['submit', 'pass', 'print']

/** C 报告工具栏: leaving, and whatever the state, the lock and the rights allow. */
export function ReportToolbar({ opened, saving, deeds, size, onSize, onExit, onReject, onPreview }: Props): ReactNode {
  const words = useWords()
  const me = useMe()
  const { report, held } = opened
  const apart = held !== null && opened.editing.mode !== 'on'
  const acts: Readonly<Partial<Record<Tool, () => void>>> = {
    reject: onReject,
    preview: onPreview,
    ...(held === null ? {} : { abandon: () => deeds.abandon(held) }),
  }
  const press = (tool: Tool) => {
    const own = acts[tool]
    if (own !== undefined) own()
    else if (tool !== 'reject' && tool !== 'abandon' && tool !== 'preview') void deeds.run(tool)
  }
  const enter = held === null ? enters(report, me) : null
  const unlock = unlocks(report, me)
  return (
    <section className="report-tools" aria-label={words.title} data-testid="report-tools">
      <Space wrap>
        <Button data-testid="tool-exit" onClick={onExit}>{words.tools.exit}</Button>
        {(apart ? [] : toolsFor(report, me)).map((tool) => (
          <Button key={tool} type={PRIMARY.includes(tool) ? 'primary' : 'default'} danger={tool === 'abandon' || tool === 'reject'} loading={deeds.busy === tool} data-testid={`tool-${tool}`} onClick={() => press(tool)}>{words.tools[tool]}</Button>
        ))}
        {enter !== null && <Button type="primary" data-testid="tool-enter" onClick={() => deeds.enter(enter)}>{words.enter[enter]}</Button>}
        {unlock !== null && <Button data-testid="tool-unlock" onClick={() => deeds.unlock(unlock, report.holder_name)}>{words.unlock}</Button>}
      </Space>
      <Space className="report-tools-end">
        <SaveMark opened={opened} saving={saving} />
        <StateMark report={report} />
        <FontSize size={size} onSize={onSize} />
      </Space>
    </section>
  )
}

/** The report's state, and who is at work on it. */
export function StateMark({ report }: { readonly report: Pick<Opened['report'], 'state' | 'holder' | 'holder_name'> }): ReactNode {
  const words = useWords()
  return (
    <span className="report-mark">
      <span className="report-state" data-testid="report-state" data-state={report.state}>{words.states[report.state]}</span>
      {report.holder !== '' && <small data-testid="report-holder">{report.holder_name}</small>}
    </span>
  )
}

function SaveMark({ opened, saving }: { readonly opened: Opened; readonly saving: Saving }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  if (opened.editing.mode !== 'on') return <Tag data-testid="save-state" data-state="read-only">{words.readOnly}</Tag>
  const at = saving.at === null ? '' : words.savedAt(clockTime(saving.at, zone, true))
  const text = { clean: at, dirty: words.unsaved, saving: words.saving, failed: words.saveFailed }[saving.state]
  return <small className="report-saved" role="status" data-testid="save-state" data-state={saving.state}>{text}</small>
}

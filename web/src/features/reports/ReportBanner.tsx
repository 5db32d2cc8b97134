import { Alert, App, Button, Space } from 'antd'
import type { ReactNode } from 'react'

import { plainOf } from './plain'
import { type Opened, useMe } from './useReport'
import { useWords } from './words'

interface Props {
  readonly opened: Opened
  readonly onShowNow: () => void
}

/** What one must know before one goes on: the lock is lost, a colleague has it, the report was returned. */
export function ReportBanner({ opened, onShowNow }: Props): ReactNode {
  const words = useWords()
  const me = useMe()
  const { report, sheet, editing } = opened
  const other = report.holder !== '' && report.holder !== me.id
  return (
    <>
      {!opened.connected && <Alert banner type="warning" title={words.stale} />}
      {(editing.mode === 'lost' || editing.mode === 'apart') && (
        <Alert
          type="error"
          showIcon
          data-testid="lock-lost"
          title={words.lost}
          description={editing.mode === 'apart' ? words.elsewhere : words.lostText(other ? report.holder_name : '')}
          action={<Space orientation="vertical"><Copy opened={opened} /><Button size="small" data-testid="show-now" onClick={onShowNow}>{words.showNow}</Button></Space>}
        />
      )}
      {editing.mode === 'off' && other && <Alert type="warning" showIcon data-testid="locked-by" title={words.lockedBy(report.holder_name)} />}
      {sheet.rejection !== '' && <Alert type="warning" showIcon data-testid="rejection" title={words.rejected(sheet.rejection)} />}
    </>
  )
}

/** What was typed, as plain text into the clipboard. */
function Copy({ opened }: { readonly opened: Opened }): ReactNode {
  const words = useWords()
  const { message } = App.useApp()
  const { findings, impression } = opened.editing.typed
  const text = `${words.finding}\n${plainOf(findings)}\n\n${words.impression}\n${plainOf(impression)}`
  const failed = () => void message.warning(words.copyFailed, 6)
  // There is no clipboard on plain http outside loopback, where a hospital's intranet may well be.
  const copy = () => (window.isSecureContext ? void navigator.clipboard.writeText(text).then(() => void message.success(words.copied), failed) : failed())
  return <Button size="small" type="primary" data-testid="copy-typed" onClick={copy}>{words.copy}</Button>
}

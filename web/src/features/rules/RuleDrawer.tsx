import { Alert, Button, Descriptions, Drawer, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useConfirm } from '@/shared/ui/useConfirm'

import { History } from './History'
import { LevelMark } from './Marks'
import type { Detail } from './model'
import { TrialDialog } from './TrialDialog'
import { TriggerText } from './TriggerText'
import { useDetail } from './useRules'
import { useBoth, useWords } from './words'

interface Props {
  readonly code: string
  /** Why it could not be made ready, if so. */
  readonly wrong: string | undefined
  readonly onClose: () => void
  readonly onEdit: () => void
  readonly onCopy: () => void
  readonly onDone: () => void
}

/** One rule: what it does, what can be done with it, and who changed what when. */
export function RuleDrawer({ code, wrong, onClose, onEdit, onCopy, onDone }: Props): ReactNode {
  const words = useWords()
  const both = useBoth()
  const { post, session } = useBackend()
  const { confirm } = useConfirm()
  const { detail, error } = useDetail(code)
  const [trying, setTrying] = useState(false)
  const may = session.account.permissions.includes('rules.edit')
  const own = detail?.row.origin === 'own'
  const restore = () =>
    confirm({
      title: own ? words.remove : words.restore,
      content: own ? words.removeAsk : words.restoreAsk,
      told: own ? words.removed : words.restored,
      work: async () => {
        await post('/api/rules/restore-rule', { code, comment: '' }, 'command')
        onDone()
        if (own) onClose()
      },
    })
  const acts = may && detail !== undefined && (
    <div className="rule-acts">
      <Button type="primary" data-testid="rule-edit" onClick={onEdit}>{words.edit}</Button>
      {detail.row.trigger !== 'scheduled' && <Button data-testid="rule-trial" onClick={() => setTrying(true)}>{words.trial}</Button>}
      <Button onClick={onCopy}>{words.copy}</Button>
      {detail.row.origin !== 'shipped' && <Button danger data-testid="rule-restore" onClick={restore}>{own ? words.remove : words.restore}</Button>}
    </div>
  )
  return (
    <Drawer open size={720} title={detail === undefined ? code : `${both(detail.row)}（${code}）`} onClose={onClose} extra={acts}>
      {error !== null && <Alert type="error" showIcon title={explain(error)} />}
      {detail === undefined ? error === null && <Skeleton active /> : <Body detail={detail} wrong={wrong} />}
      {trying && detail !== undefined && <TrialDialog rule={detail.rule} name={both(detail.row)} onClose={() => setTrying(false)} />}
    </Drawer>
  )
}

function Body({ detail, wrong }: { readonly detail: Detail; readonly wrong: string | undefined }): ReactNode {
  const words = useWords()
  const both = useBoth()
  const { row, rule } = detail
  const items = [
    { key: 'level', label: words.level, children: <LevelMark level={row.level} /> },
    { key: 'origin', label: words.origin, children: `${words.origins[row.origin]}，${words.show.version(row.version)}` },
    { key: 'says', label: words.show.says, children: both({ zh: rule.says_zh, en: rule.says_en }) },
    { key: 'trigger', label: words.trigger, children: <TriggerText kind={row.trigger} trigger={rule.trigger} /> },
    { key: 'channels', label: words.editor.fields.channels, children: row.channels.map((one) => words.channels[one]).join('、') },
    { key: 'source', label: words.show.source, children: row.source === '' ? words.show.nothing : row.source },
    ...(row.disabled === '' ? [] : [{ key: 'disabled', label: words.show.disabled, children: row.disabled }]),
  ]
  return (
    <div data-testid="rule-detail">
      {wrong !== undefined && <Alert type="error" showIcon title={words.show.wrong} description={wrong} />}
      <Descriptions column={1} size="small" bordered items={items} />
      <h3>{words.show.history}</h3>
      <History history={detail.history} />
    </div>
  )
}

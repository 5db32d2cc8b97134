import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { useConfirm } from '@/shared/ui/useConfirm'

import type { Roster } from './RostersPage'
import { useWords } from './words'

/** Asks, then takes a roster away; says which rules name it while there are any. */
export function DeleteRoster({ roster, onDone }: { readonly roster: Roster; readonly onDone: () => void }): ReactNode {
  const words = useWords().rosters
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { modal } = App.useApp()
  const { confirm } = useConfirm()
  const named = roster.rules.map(({ code, zh, en }) => `${i18n.language === 'en' ? en : zh}（${code}）`)
  const title = `${words.delete}：${roster.name}`
  const refuse = () =>
    void modal.warning({ title, content: <><p>{words.inUse}</p><ul data-testid="roster-rules">{named.map((one) => <li key={one}>{one}</li>)}</ul></> })
  const ask = () =>
    confirm({ title, content: words.deleteAsk, told: words.deleted, work: () => post('/api/alerts/delete-roster', { roster_id: roster.roster_id, edition: roster.v }, 'command').finally(onDone) })
  return <Button danger data-testid="delete" onClick={named.length > 0 ? refuse : ask}>{words.delete}</Button>
}

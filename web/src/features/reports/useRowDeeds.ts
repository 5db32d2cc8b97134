import { App } from 'antd'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useConfirm } from '@/shared/ui/useConfirm'

import type { Row } from './useLiveList'
import { useMe } from './useReport'
import { enters, type Phase, unlocks } from './way'
import { useWords } from './words'

export interface RowDeeds {
  /** Enters to write or to review (RIS-220, RIS-225); what a colleague holds stays closed; who may do neither reads. */
  readonly open: (row: Row) => void
  readonly look: (row: Row) => void
  readonly unlock: (row: Row, phase: Phase) => void
}

const ENTER = { writing: '/api/reports/start-writing', review: '/api/reports/start-review' } as const
const UNLOCK = { writing: '/api/reports/unlock-writing', review: '/api/reports/unlock-review' } as const

/** What can be done to a report from the list. */
export function useRowDeeds(go: (id: string) => void): RowDeeds {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const { confirm } = useConfirm()
  const me = useMe()
  const enter = async (row: Row, phase: Phase) => {
    try {
      await post(ENTER[phase], { report_id: row.report_id }, 'command')
      go(row.report_id)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  const look = ({ report_id: id }: Row) => go(id)
  return {
    look,
    open: (row) => {
      const phase = enters(row, me)
      if (phase !== null) void enter(row, phase)
      else if (unlocks(row, me) !== null) void message.warning(words.lockedBy(row.holder_name))
      else look(row)
    },
    unlock: (row, phase) => confirm({
      title: words.unlock,
      content: words.askUnlock(row.holder_name),
      danger: false,
      told: words.unlocked,
      work: () => post(UNLOCK[phase], { report_id: row.report_id }, 'command'),
    }),
  }
}

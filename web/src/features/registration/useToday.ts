import { App } from 'antd'
import { useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'
import { useLiveRows } from '@/shared/live/LiveProvider'
import { inOrder } from '@/shared/live/order'
import type { Freshness } from '@/shared/live/rows'

import type { TodayRow } from './row'

export type SearchBy = 'name' | 'visit_card'

export interface Today {
  /** Those that fit the filters, emergency and VIP on top. */
  readonly rows: readonly TodayRow[]
  readonly types: readonly string[]
  readonly freshness: Freshness
  readonly examType: string | null
  readonly setExamType: (type: string | null) => void
  readonly by: SearchBy
  readonly setBy: (by: SearchBy) => void
  readonly search: (typed: string) => Promise<void>
}

const USUAL = ['CT', 'MR', 'DR', 'CR', 'MG']
const NOBODY = 'nobody'

/** Today's list with its filters; a card number is looked up by the server, for rows carry no numbers of patients. */
export function useToday(referrals: boolean): Today {
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const live = useLiveRows<TodayRow>(`registration-today:${session.institution.id}`)
  const [examType, setExamType] = useState<string | null>(null)
  const [by, setBy] = useState<SearchBy>('name')
  const [name, setName] = useState('')
  const [patient, setPatient] = useState<string | null>(null)
  const search = async (typed: string): Promise<void> => {
    const wanted = typed.trim()
    setName(by === 'name' ? wanted : '')
    if (by === 'name' || wanted === '') {
      setPatient(null)
      return
    }
    try {
      setPatient((await post('/api/patients/find-patient', { kind: 'visit_card', number: wanted })).id)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) void message.error(explain(error))
      setPatient(NOBODY)
    }
  }
  const mine = referrals ? live.rows.filter((row) => row.direction !== '') : live.rows.filter((row) => row.direction !== 'sent')
  const rows = mine.filter(
    (row) => (examType === null || row.exam_type === examType) && row.name.includes(name) && (patient === null || row.patient_id === patient),
  )
  return {
    rows: inOrder(rows),
    types: [...new Set([...USUAL, ...live.rows.map((row) => row.exam_type)])],
    freshness: live.state,
    examType,
    setExamType,
    by,
    setBy: (next) => {
      setBy(next)
      setName('')
      setPatient(null)
    },
    search,
  }
}

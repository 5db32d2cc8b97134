import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'

import { useGrantWords } from './grantWords'

type Due = Answer<'/api/access/list-due-applications'>[number]

/** What ends in the own institution is told live; of those below it is asked now and then. */
const AGAIN_MS = 300_000
const SHOWN = 3

/** Reminds administrators of applications that are to be renewed, or over. */
export function ApplicationsBanner(): ReactNode {
  const { session } = useBackend()
  return session.account.permissions.includes('access.institution') ? <Reminder /> : null
}

function Reminder(): ReactNode {
  const words = useGrantWords()
  const { i18n } = useTranslation()
  const { post, session } = useBackend()
  const { data = [] } = useQuery({ queryKey: ['people', 'due-applications'], queryFn: () => post('/api/access/list-due-applications', {}), refetchInterval: AGAIN_MS })
  if (data.length === 0) return null
  const may = session.account.permissions.includes('access.edit_tenants')
  const told = (due: Due) => {
    const what = i18n.language === 'en' ? due.en : due.zh
    return due.state === 'expired' ? words.dueOver(what, due.institution) : words.dueSoon(what, due.institution, due.days_left)
  }
  const lines = data.slice(0, SHOWN).map((due) => (
    <div key={`${due.institution_id}/${due.code}`} data-testid="due-application" data-state={due.state}>
      {told(due)} {may && due.institution_id !== session.institution.id && <a href={`#tenants/${due.institution_id}/applications`}>{words.goTo}</a>}
    </div>
  ))
  const over = data.some(({ state }) => state === 'expired')
  return <Alert banner closable type={over ? 'error' : 'warning'} data-testid="due-applications" title={<>{lines}{data.length > SHOWN && <div>{words.dueMore(data.length - SHOWN)}</div>}</>} />
}

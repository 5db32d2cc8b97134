import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'

import { LAST_WEEK, LogFilters, type LogQuery } from './LogFilters'
import { type LogWords, useWords } from './words'

type Row = Answer<'/api/audit/list-operations'>['rows'][number]

interface Props {
  readonly which: 'sign-ins' | 'operations'
}

const AGAIN_MS = 10_000

/** Who did what, the newest first: green when it was done, red when it was refused. */
export function LogList({ which }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post, session } = useBackend()
  const path = which === 'sign-ins' ? '/api/audit/list-sign-ins' : '/api/audit/list-operations'
  return (
    <main className="page">
      <CursorList<Row, LogQuery>
        label={which === 'sign-ins' ? words.signIns : words.operations}
        name={which}
        initial={LAST_WEEK}
        ask={(query, part) => post(path, { ...query, ...part })}
        filters={<LogFilters />}
        columns={columnsOf(words, session.institution.time_zone, i18n.language === 'en')}
        rowKey={({ id }) => id}
        every={AGAIN_MS}
      />
    </main>
  )
}

function columnsOf(words: LogWords, zone: string, english: boolean): TableColumnsType<Row> {
  const names: Readonly<Record<string, string>> = { 'access/sign-in': words.signIn, 'access/sign-out': words.signOut }
  return [
    { key: 'at', title: words.at, className: 'figures', render: (_, row) => moment(row.at, zone) },
    { key: 'who', title: words.who, render: (_, row) => row.name || row.actor },
    { key: 'institution', title: words.institution, dataIndex: 'institution' },
    { key: 'event', title: words.event, render: (_, row) => <>{names[row.operation] ?? (english ? row.en : row.zh)} <small className="log-name">{row.operation}</small></> },
    { key: 'address', title: words.address, dataIndex: 'address', className: 'figures' },
    { key: 'result', title: words.result, render: (_, row) => <span className={row.done ? 'log-good' : 'log-bad'} data-testid="log-result">● {row.done ? words.done : words.refused}</span> },
    { key: 'why', title: words.why, dataIndex: 'outcome' },
  ]
}

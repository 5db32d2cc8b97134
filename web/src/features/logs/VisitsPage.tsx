import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'

import { LAST_WEEK, LogFilters, type LogQuery } from './LogFilters'
import { useWords } from './words'

type Row = Answer<'/api/audit/list-visits'>['rows'][number]

const MOST = 200

/** Which pages are looked at, how often and how long, the most visited first (访问日志). */
export default function VisitsPage(): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const zone = session.institution.time_zone
  return (
    <main className="page">
      <CursorList<Row, LogQuery>
        label={words.visits}
        name="visits"
        initial={LAST_WEEK}
        ask={async (query) => ({ rows: (await post('/api/audit/list-visits', { ...query, size: MOST })).rows, cursor: null })}
        filters={<LogFilters />}
        columns={[
          { key: 'page', title: words.page, dataIndex: 'page' },
          { key: 'who', title: words.who, render: (_, row) => row.name || row.actor },
          { key: 'count', title: words.count, dataIndex: 'visits', align: 'right', className: 'figures' },
          { key: 'seconds', title: words.seconds, align: 'right', className: 'figures', render: (_, row) => words.lasting(row.seconds) },
          { key: 'last', title: words.last, className: 'figures', render: (_, row) => moment(row.last, zone) },
        ]}
        rowKey={(row) => `${row.institution_id} ${row.actor} ${row.page}`}
      />
    </main>
  )
}

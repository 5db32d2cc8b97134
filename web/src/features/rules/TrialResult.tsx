import { useQuery } from '@tanstack/react-query'
import { Alert, Skeleton, Table, type TableColumnsType } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import { LevelMark } from './Marks'
import type { Tried } from './model'
import { useBoth, useWords } from './words'

// ECharts is large: only who tries a rule loads it.
const TrialChart = lazy(() => import('./TrialChart'))

type Occasion = Tried['occasions'][number]

/** What came of a back-test: how often, when, for whom, and the first occasions. */
export function TrialResult({ jobId }: { readonly jobId: string }): ReactNode {
  const words = useWords().trials
  const { post } = useBackend()
  const found = useQuery({ queryKey: ['rule-trial', jobId], queryFn: () => post('/api/rules/show-trial', { job_id: jobId }), staleTime: Infinity })
  if (found.error !== null) return <Alert type="error" showIcon title={explain(found.error)} />
  const tried = found.data
  if (tried === undefined) return <Skeleton active />
  return (
    <div className="rule-tried" data-testid="trial-result" data-fired={tried.fired}>
      <h3>{tried.fired === 0 ? words.none(tried.days) : words.result(tried.days, tried.fired, tried.keys)}</h3>
      <p className="calm">{words.facts(tried.facts)}</p>
      {tried.failures > 0 && <Alert type="warning" showIcon title={words.failures(tried.failures, tried.failure)} />}
      {tried.fired > 0 && <Found tried={tried} />}
    </div>
  )
}

function Found({ tried }: { readonly tried: Tried }): ReactNode {
  const words = useWords().trials
  return (
    <>
      <Suspense fallback={<Skeleton active />}><TrialChart tried={tried} /></Suspense>
      <p className="rule-top"><b>{words.top}</b> {tried.top.map(({ key, count }) => `${key} × ${count}`).join('，')}</p>
      <Table<Occasion> rowKey={(row) => `${row.at} ${row.key}`} size="small" columns={useColumns()} dataSource={tried.occasions} pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }} />
      {tried.fired > tried.occasions.length && <p className="calm">{words.first}</p>}
    </>
  )
}

function useColumns(): TableColumnsType<Occasion> {
  const { trials: words, level } = useWords()
  const both = useBoth()
  const zone = useBackend().session.institution.time_zone
  return [
    { key: 'at', title: words.at, className: 'figures', render: (_, row) => moment(row.at, zone) },
    { key: 'level', title: level, render: (_, row) => <LevelMark level={row.level} /> },
    { key: 'key', title: words.key, dataIndex: 'key' },
    { key: 'says', title: words.says, className: 'rule-wide', render: (_, row) => both({ zh: row.says_zh, en: row.says_en }) },
    { key: 'gone', title: words.gone, className: 'figures', render: (_, row) => (row.gone_at === null ? '—' : moment(row.gone_at, zone)) },
  ]
}

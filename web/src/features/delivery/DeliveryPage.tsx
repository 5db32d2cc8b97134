import './delivery.css'

import { Alert, Spin } from 'antd'
import type { ReactNode } from 'react'

import { explain } from '@/shared/i18n/explain'
import { clockTime } from '@/shared/time/format'

import { useBackend } from './backend'
import { Charts } from './Charts'
import { Connections } from './Connections'
import { seen as nodesSeen } from './history'
import { NodeTable } from './NodeTable'
import { SlowList } from './SlowList'
import { Totals } from './Totals'
import { TroubleList } from './TroubleList'
import { useConnections } from './useConnections'
import { useFilters } from './useFilters'
import { useOverview } from './useOverview'
import { useWords } from './words'

const EVERYBODY = { person: '', channel: '' } as const

/** Live delivery as its operators see it: nodes, slow readers, errors, and who is connected. */
export default function DeliveryPage(): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const filters = useFilters()
  const { seen, at, error } = useOverview()
  const { list, error: listError } = useConnections(filters)
  // The slow ones are shown whatever is searched for; without a search it is the same question.
  const everybody = useConnections(EVERYBODY).list
  const failure = error ?? listError
  const alarm = failure !== null && (
    <Alert banner type="warning" data-testid="delivery-stale" title={<span><b>{words.stale}</b> · {explain(failure)}</span>} />
  )
  if (seen === undefined) return <>{alarm}<Spin size="large" className="whole" /></>
  return (
    <>
      {alarm}
      <main className="delivery" data-stale={failure !== null || undefined}>
        <div className="delivery-head">
          <h1>{words.title}</h1>
          <span className="faint">{words.updated(clockTime(at, zone, true))}</span>
        </div>
        <Charts samples={seen.samples} />
        <Totals nodes={seen.overview.nodes} />
        <NodeTable nodes={seen.overview.nodes} known={nodesSeen(seen.samples)} />
        <div className="pair">
          <SlowList connections={everybody?.connections ?? []} />
          <TroubleList troubles={seen.overview.troubles} />
        </div>
        <Connections list={list} filters={filters} now={at} />
      </main>
    </>
  )
}

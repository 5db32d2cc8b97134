import './vitals.css'

import { Alert, Empty, Input, Result, Spin, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useNow } from '@/shared/time/useNow'

import { DeviceDrawer } from './DeviceDrawer'
import { alarmOf, chosen, type Filters } from './model'
import { TileCard } from './TileCard'
import { useMetrics, useOpenAlerts, useWall } from './useWall'
import { useWords } from './words'

/** The wall of monitors (监护): every device live, coloured by its gravest open alert. */
export default function WallPage(): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const wall = useWall()
  const metrics = useMetrics()
  const alerts = useOpenAlerts()
  const now = useNow()
  const [filters, setFilters] = useState<Filters>({ search: '', bound: false })
  const [opened, setOpened] = useState<string | null>(null)
  if (wall.state === 'refused') return <Result status="403" title={t('stale.refused')} />
  if (wall.state === 'connecting') return <Spin className="vitals" />
  if (wall.rows.length === 0) return <Result status="info" title={words.none} subTitle={words.noneHint} />
  const tiles = chosen(wall.rows, filters)
  const shown = wall.rows.find(({ id }) => id === opened)
  return (
    <main className="vitals" data-freshness={wall.state}>
      {wall.state === 'stale' && <Alert banner type="warning" title={`${t('stale.banner')} · ${t('stale.detail')}`} />}
      <div className="vitals-bar">
        <Input.Search allowClear className="vitals-search" placeholder={words.search} aria-label={words.search} onChange={({ target }) => setFilters({ ...filters, search: target.value })} />
        <label><Switch size="small" checked={filters.bound} onChange={(bound) => setFilters({ ...filters, bound })} /> {words.onlyBound}</label>
        <span className="calm">{words.count(wall.rows.filter((row) => row.patient_id !== '').length, wall.rows.length)}</span>
      </div>
      {tiles.length === 0 ? <Empty description={words.nothing} /> : (
        <div className="vitals-wall">
          {tiles.map((tile) => <TileCard key={tile.id} tile={tile} metrics={metrics} alarm={alarmOf(tile, alerts)} now={now} onOpen={() => setOpened(tile.id)} />)}
        </div>
      )}
      {shown !== undefined && <DeviceDrawer tile={shown} metrics={metrics} onClose={() => setOpened(null)} />}
    </main>
  )
}

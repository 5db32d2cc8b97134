import { Alert, App, Button, Descriptions, Drawer, Popconfirm, Segmented } from 'antd'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { dayAndTime } from '@/shared/time/format'

import { BindDialog } from './BindDialog'
import { chartOf, type Metric, metricOf, type Tile } from './model'
import { useLine } from './useWall'
import { useWords } from './words'

const LineChart = lazy(() => import('./LineChart'))

interface Props {
  readonly tile: Tile
  readonly metrics: ReadonlyMap<string, Metric>
  readonly onClose: () => void
}

/** One device: whom it measures, and the last hour of what it measures. */
export function DeviceDrawer({ tile, metrics, onClose }: Props): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  const mayBind = session.account.permissions.includes('vitals.bind')
  const items = [
    { key: 'place', label: words.place, children: tile.place === '' ? tile.name : `${tile.place} · ${tile.name}` },
    { key: 'device', label: words.device, children: tile.code },
    ...(tile.since === null ? [] : [{ key: 'since', label: words.since, children: dayAndTime(tile.since, session.institution.time_zone) }]),
  ]
  return (
    <Drawer open size={720} title={tile.patient === '' ? words.nobody : tile.patient} onClose={onClose} data-testid="device-drawer" extra={mayBind && <Binding tile={tile} />}>
      <Descriptions column={2} size="small" items={items} />
      <LastHour tile={tile} metrics={metrics} />
    </Drawer>
  )
}

function Binding({ tile }: { readonly tile: Tile }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  const unbind = async () => {
    try {
      await post('/api/vitals/unbind-device', { device_id: tile.id }, 'command')
      void message.success(words.unbound)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  if (tile.patient_id !== '') {
    return <Popconfirm title={words.unbindAsk} okText={words.unbind} onConfirm={() => void unbind()}><Button danger data-testid="unbind">{words.unbind}</Button></Popconfirm>
  }
  return (
    <>
      <Button type="primary" data-testid="bind" onClick={() => setAsking(true)}>{words.bind}</Button>
      {asking && <BindDialog device={tile.id} onClose={() => setAsking(false)} />}
    </>
  )
}

function LastHour({ tile, metrics }: Omit<Props, 'onClose'>): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const english = useTranslation().i18n.language === 'en'
  const [wanted, setWanted] = useState<string | null>(null)
  const code = metricOf(tile, wanted)
  const { line, error } = useLine(tile.id, code)
  const metric = metrics.get(code ?? '')
  const option = useMemo(() => (line === undefined ? null : chartOf(line, metric, zone, words)), [line, metric, zone, words])
  if (code === null) return <p className="calm">{words.noData}</p>
  const label = (one: string) => (english ? metrics.get(one)?.en : metrics.get(one)?.zh) ?? one
  return (
    <>
      <h3>{words.lastHour}</h3>
      <Segmented value={code} onChange={setWanted} options={tile.values.map(({ metric: value }) => ({ value, label: label(value) }))} />
      {error !== null && <Alert type="error" showIcon title={words.failed} description={explain(error)} />}
      <Suspense>{option !== null && <LineChart option={option} label={`${label(code)} ${words.lastHour}`} />}</Suspense>
    </>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { elapsed } from '@/shared/time/format'

import { type alarmOf, type Metric, OLD_MS, shown, silence, type Tile, unitOf } from './model'
import { useWords } from './words'

interface Props {
  readonly tile: Tile
  readonly metrics: ReadonlyMap<string, Metric>
  readonly alarm: ReturnType<typeof alarmOf>
  readonly now: number
  readonly onOpen: () => void
}

/** One device: where, whom, what it measured last; its edge has the colour of the gravest open alert. */
export function TileCard({ tile, metrics, alarm, now, onOpen }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const quiet = silence(tile, now)
  const old = quiet === null || quiet > OLD_MS
  const name = (metric: Metric | undefined, code: string) => (i18n.language === 'en' ? metric?.en : metric?.zh) ?? code
  return (
    <button type="button" className="vital-tile" data-testid={`tile-${tile.code}`} data-level={alarm?.level} data-old={old} onClick={onOpen}>
      <header>
        <strong>{tile.place === '' ? tile.name : tile.place}</strong>
        <span>{tile.patient === '' ? words.nobody : tile.patient}</span>
      </header>
      {alarm !== null && <p className="vital-alarm" role="status">{words.alarm}：{i18n.language === 'en' ? alarm.says_en : alarm.says_zh}</p>}
      <dl>
        {tile.values.map((one) => {
          const metric = metrics.get(one.metric)
          return (
            <div key={one.metric} data-metric={one.metric}>
              <dt>{name(metric, one.metric)}</dt>
              <dd><b>{shown(one.value, metric)}</b> <small>{unitOf(metric)}</small></dd>
            </div>
          )
        })}
      </dl>
      <footer>
        <span>{tile.place === '' ? tile.code : tile.name}</span>
        <span>{quiet === null ? words.noData : old && words.silent(elapsed(quiet, i18n.language))}</span>
      </footer>
    </button>
  )
}

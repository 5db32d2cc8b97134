import { Table } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { Chart } from './Chart'
import { percent, span } from './format'
import { LevelMark } from './Marks'
import { filled, rateOption, type Statistics, topOption } from './options'
import { type Words, useWords } from './words'

interface Props {
  readonly found: Statistics
  readonly step: 'hour' | 'day'
  readonly zone: string
  readonly now: number
}

const STEP_MS = { hour: 3_600_000, day: 86_400_000 }

/** Tiles, charts and tables of one window. */
export function Figures({ found, step, zone, now }: Props): ReactNode {
  const all = useWords()
  const words = all.stats
  const english = useTranslation().i18n.language === 'en'
  const rate = useMemo(() => rateOption(filled(found.pieces, STEP_MS[step]), all.levels, zone, step), [found, step, all, zone])
  const top = useMemo(() => topOption(found.rules, (rule) => (english ? rule.en : rule.zh)), [found, english])
  return (
    <>
      <Tiles found={found} words={words} english={english} />
      {found.total === 0 ? <p className="calm stat-part">{words.empty}</p> : (
        <>
          <section className="stat-part"><h3>{`${words.rate} · ${step === 'hour' ? words.perHour : words.perDay}`}</h3><Chart option={rate} label={`${words.rate}: ${words.total} ${found.total}`} /></section>
          <div className="stat-pair">
            <section className="stat-part"><h3>{words.top}</h3><Chart option={top} tall label={found.rules.map((rule) => `${english ? rule.en : rule.zh} ${rule.count}`).join(', ')} /></section>
            <Rules found={found} words={words} english={english} />
          </div>
        </>
      )}
      <div className="stat-pair">
        <Floods found={found} words={words} />
        <Oldest found={found} words={words} english={english} now={now} />
      </div>
    </>
  )
}

interface PartProps {
  readonly found: Statistics
  readonly words: Words['stats']
}

function Tiles({ found, words, english }: PartProps & { readonly english: boolean }): ReactNode {
  const took = (seconds: number | null) => (seconds === null ? words.none : span(seconds * 1000, english))
  const tiles: readonly (readonly [string, string])[] = [
    [words.total, String(found.total)],
    [words.told, String(found.told)],
    [words.open, String(found.open)],
    [words.p50, took(found.taken_p50)],
    [words.p95, took(found.taken_p95)],
    [words.nuisance, percent(found.nuisance_share)],
  ]
  return (
    <>
      <div className="stat-tiles">
        {tiles.map(([label, value]) => <article key={label} className="stat-tile"><h3>{label}</h3><b>{value}</b></article>)}
      </div>
      <p className="alert-hint stat-part">{words.nuisanceHint}</p>
    </>
  )
}

function Rules({ found, words, english }: PartProps & { readonly english: boolean }): ReactNode {
  return (
    <section className="stat-part">
      <h3>{words.share}</h3>
      <Table
        rowKey="rule"
        size="small"
        pagination={false}
        dataSource={found.rules}
        columns={[
          { key: 'name', title: words.rule, render: (_, row) => (english ? row.en : row.zh) },
          { key: 'count', title: words.count, dataIndex: 'count', align: 'right' },
          { key: 'share', title: words.share, align: 'right', render: (_, row) => percent(row.share) },
          { key: 'nuisance', title: words.useless, dataIndex: 'nuisance', align: 'right' },
        ]}
        footer={() => `${words.others}: ${found.others}`}
      />
    </section>
  )
}

function Floods({ found, words }: PartProps): ReactNode {
  return (
    <section className="stat-part">
      <h3>{words.flood}</h3>
      <p className="alert-hint">{words.floodHint}</p>
      <Table
        rowKey="account"
        size="small"
        pagination={false}
        dataSource={found.floods}
        columns={[
          { key: 'name', title: words.person, dataIndex: 'name' },
          { key: 'told', title: words.messages, dataIndex: 'told', align: 'right' },
          { key: 'each', title: words.perDayEach, dataIndex: 'per_day', align: 'right' },
          { key: 'busiest', title: words.busiest, dataIndex: 'busiest', align: 'right' },
          { key: 'share', title: words.floodShare, align: 'right', render: (_, row) => percent(row.share) },
        ]}
      />
    </section>
  )
}

function Oldest({ found, words, english, now }: PartProps & { readonly english: boolean; readonly now: number }): ReactNode {
  const all = useWords()
  return (
    <section className="stat-part">
      <h3>{words.oldest}</h3>
      <Table
        rowKey="alert_id"
        size="small"
        pagination={false}
        dataSource={found.oldest}
        columns={[
          { key: 'level', title: all.level, render: (_, row) => <LevelMark level={row.level} /> },
          { key: 'says', title: all.says, render: (_, row) => <a href={`#alerts/${row.alert_id}`}>{english ? row.says_en : row.says_zh}</a> },
          { key: 'for', title: all.waited, align: 'right', render: (_, row) => span(now - Date.parse(row.opened_at), english) },
        ]}
      />
    </section>
  )
}

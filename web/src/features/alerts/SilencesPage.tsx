import './alerts.css'
import '@/shared/ui/list.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'
import { useConfirm } from '@/shared/ui/useConfirm'

import { SilenceDialog } from './SilenceDialog'
import { useChoices, useFollowing } from './useAlerts'
import { named, useWords } from './words'

type Silence = Answer<'/api/alerts/list-silences'>['silences'][number]

/** 静默与停用: what is kept from people or not watched, by whom, why, and until when. */
export default function SilencesPage(): ReactNode {
  const words = useWords().silences
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const choices = useChoices()
  const [adding, setAdding] = useState(false)
  const found = useQuery({ queryKey: ['alerts', 'silences'], queryFn: () => post('/api/alerts/list-silences', {}), refetchInterval: 60_000 })
  useFollowing(`alerts-silences:${session.institution.id}`)
  const again = () => void queries.invalidateQueries({ queryKey: ['alerts', 'silences'] })
  const columns = useColumns(choices.rules, again)
  return (
    <main className="page">
      <section className="list" aria-label={words.title} data-testid="silences">
        {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
        <div className="list-bar"><Button type="primary" data-testid="add" onClick={() => setAdding(true)}>{words.add}</Button></div>
        <Table<Silence> rowKey="id" size="middle" columns={columns} dataSource={found.data?.silences ?? []} loading={found.isPending} pagination={false} scroll={{ x: 'max-content' }} />
      </section>
      {adding && (
        <SilenceDialog
          choices={choices}
          onClose={() => {
            setAdding(false)
            again()
          }}
        />
      )}
    </main>
  )
}

function useColumns(rules: readonly { readonly code: string; readonly zh: string; readonly en: string }[], again: () => void): TableColumnsType<Silence> {
  const words = useWords().silences
  const { i18n, t } = useTranslation()
  const { post, session } = useBackend()
  const { confirm } = useConfirm()
  const zone = session.institution.time_zone
  const names = new Map(rules.map((rule) => [rule.code, i18n.language === 'en' ? rule.en : rule.zh]))
  const may = session.account.permissions.includes('alerts.silence')
  const end = (row: Silence) =>
    confirm({ title: words.end, content: words.endAsk, told: words.ended, work: () => post('/api/alerts/end-silence', { silence_id: row.id }, 'command').finally(again) })
  return [
    { key: 'state', title: words.state, render: (_, row) => <span className="silence-state" data-state={row.state}>{words.states[row.state]}</span> },
    { key: 'kind', title: words.kind, render: (_, row) => named(words.kinds, row.kind) },
    { key: 'rules', title: words.rules, render: (_, row) => (row.rules.length === 0 ? words.everyRule : row.rules.map((code) => names.get(code) ?? code).join('、')) },
    { key: 'about', title: words.about, render: (_, row) => (row.about === '' ? words.everything : row.about) },
    { key: 'starts', title: words.starts, className: 'figures', render: (_, row) => moment(row.starts_at, zone) },
    { key: 'ends', title: words.ends, className: 'figures', render: (_, row) => moment(row.ends_at, zone) },
    { key: 'comment', title: words.comment, dataIndex: 'comment' },
    { key: 'by', title: words.by, dataIndex: 'by' },
    { key: 'actions', title: t('list.actions'), fixed: 'right', render: (_, row) => (may && row.state !== 'over' ? <Button type="link" size="small" danger data-testid="row-end" onClick={() => end(row)}>{words.end}</Button> : null) },
  ]
}

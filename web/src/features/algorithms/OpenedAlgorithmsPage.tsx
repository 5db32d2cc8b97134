import '@/shared/ui/list.css'

import { ArrowLeftOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Space, Table, type TableColumnsType, Tag } from 'antd'
import { type ReactNode, useState, useSyncExternalStore } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useDeltas } from '@/shared/live/useDeltas'
import { RowActions } from '@/shared/ui/RowActions'
import { useConfirm } from '@/shared/ui/useConfirm'

import { OpeningDialog } from './OpeningDialog'
import { institutionAt, type Opening, PAGE, shownDays, STATE_COLORS } from './openings'
import { useWords } from './words'

type Dialog = { readonly is: 'open' } | { readonly is: 'change'; readonly opening: Opening } | null

/** Another institution tells of its changes only to its own people; one's own page hears them, and the days go by. */
const OTHERS_MS = 10_000
const OWN_MS = 60_000

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** 已开通算法: what an institution may use until when. The address names another institution (`/#opened-algorithms/<institution>`). */
export default function OpenedAlgorithmsPage(): ReactNode {
  const { session } = useBackend()
  const named = useSyncExternalStore(onChange, () => institutionAt(location.hash.slice(1)))
  const institution = named ?? session.institution.id
  const other = institution !== session.institution.id
  return (
    <main className="page">
      {other ? <OtherHead institution={institution} /> : <Follow institution={institution} />}
      <OpenedList key={institution} institution={institution} every={other ? OTHERS_MS : OWN_MS} />
    </main>
  )
}

function Follow({ institution }: { readonly institution: string }): ReactNode {
  const queries = useQueryClient()
  useDeltas(`algorithms-openings:${institution}`, () => void queries.invalidateQueries({ queryKey: [PAGE] }))
  return null
}

function OtherHead({ institution }: { readonly institution: string }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const tenant = useQuery({ queryKey: ['people', 'tenant', institution], queryFn: () => post('/api/access/show-tenant', { institution_id: institution }) })
  return (
    <header>
      <Space>
        <Button icon={<ArrowLeftOutlined />} href={`#tenants/${institution}/applications`} data-testid="back">{words.back}</Button>
        <h2>{words.of(tenant.data?.name ?? '')}</h2>
      </Space>
    </header>
  )
}

function OpenedList({ institution, every }: { readonly institution: string; readonly every: number }): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const [dialog, setDialog] = useState<Dialog>(null)
  const may = session.account.permissions.includes('algorithms.grant')
  const found = useQuery({
    queryKey: [PAGE, institution],
    queryFn: () => post('/api/algorithms/list-opened-algorithms', { institution_id: institution }),
    refetchInterval: every,
  })
  const columns = useColumns(institution, may ? (opening) => setDialog({ is: 'change', opening }) : null)
  return (
    <section className="list" aria-label={words.title} data-testid="opened-algorithms">
      {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
      <div className="list-bar">
        {may && <Button type="primary" data-testid="open-algorithm" onClick={() => setDialog({ is: 'open' })}>{words.open}</Button>}
        <span>{words.intro}</span>
      </div>
      <Table<Opening>
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={[...(found.data ?? [])]}
        loading={found.isPending}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <p className="calm">{words.none}</p> }}
      />
      {dialog !== null && <OpeningDialog institution={institution} opening={dialog.is === 'change' ? dialog.opening : null} onClose={() => setDialog(null)} />}
    </section>
  )
}

function useColumns(institution: string, change: ((opening: Opening) => void) | null): TableColumnsType<Opening> {
  const words = useWords()
  const { post } = useBackend()
  const { confirm } = useConfirm()
  const queries = useQueryClient()
  const end = ({ id, name }: Opening) => confirm({
    title: words.askEnd,
    content: name,
    work: () => post('/api/algorithms/end-opening', { institution_id: institution, opening_id: id }, 'command').finally(() => void queries.invalidateQueries({ queryKey: [PAGE] })),
  })
  const columns: TableColumnsType<Opening> = [
    { key: 'name', title: words.name, dataIndex: 'name' },
    { key: 'state', title: words.state, render: (_, row) => <StateTag opening={row} /> },
    { key: 'validity', title: words.validity, className: 'figures', render: (_, row) => `${row.starts} – ${row.ends ?? words.forGood}` },
    { key: 'modality', title: words.modality, dataIndex: 'modality' },
    { key: 'part', title: words.part, dataIndex: 'part' },
    { key: 'vendor', title: words.vendor, dataIndex: 'vendor' },
    { key: 'description', title: words.description, dataIndex: 'description' },
    { key: 'note', title: words.note, dataIndex: 'note' },
  ]
  if (change === null) return columns
  return [...columns, {
    key: 'actions', title: words.actions, fixed: 'right',
    render: (_, row) => row.mine && <RowActions name={row.name} actions={[
      { key: 'change', label: words.change, onClick: () => change(row) },
      { key: 'end', label: words.end, danger: true, onClick: () => end(row) },
    ]} />,
  }]
}

function StateTag({ opening }: { readonly opening: Opening }): ReactNode {
  const words = useWords()
  const days = shownDays(opening)
  return <Tag color={STATE_COLORS[opening.state]} data-state={opening.state}>{words.states[opening.state]}{days !== null && ` · ${words.left(days)}`}</Tag>
}

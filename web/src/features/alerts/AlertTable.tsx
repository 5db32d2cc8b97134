import { Table, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'
import { RowActions } from '@/shared/ui/RowActions'

import { span } from './format'
import { LevelMark, StageMark } from './Marks'
import { type Choices, type Deed, deedsFor, type Row } from './model'
import { useWords } from './words'

interface Props {
  readonly rows: readonly Row[]
  readonly choices: Choices
  readonly loading: boolean
  readonly empty: string
  readonly now: number
  readonly at: string | null
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
  readonly onSelect: (id: string) => void
  readonly onStory: (id: string) => void
  readonly onDeed: (deed: Deed, ids: readonly string[]) => void
}

/** The alerts; who may handle them finds what can be done in each row. */
export function AlertTable(props: Props): ReactNode {
  const { rows, loading, empty, at, chosen, onChoose, onSelect, onStory } = props
  const handles = useBackend().session.account.permissions.includes('alerts.handle')
  const columns = useColumns(props, handles)
  return (
    <Table<Row>
      rowKey="id"
      size="middle"
      className="alert-table"
      columns={columns}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(handles ? { rowSelection: { selectedRowKeys: [...chosen], onChange: (keys) => onChoose(keys.map(String)) } } : {})}
      locale={{ emptyText: <p className="calm">{empty}</p> }}
      rowClassName={(row) => `alert-row${row.id === at ? ' is-selected' : ''}`}
      onRow={(row) => ({
        ...{ 'data-level': row.level, 'data-stage': row.stage },
        tabIndex: -1,
        onClick: () => onSelect(row.id),
        onDoubleClick: () => onStory(row.id),
      })}
    />
  )
}

function useColumns({ choices, now, onStory, onDeed }: Props, handles: boolean): TableColumnsType<Row> {
  const words = useWords()
  const { i18n } = useTranslation()
  const { session } = useBackend()
  const english = i18n.language === 'en'
  const rules = useMemo(() => new Map(choices.rules.map((rule) => [rule.code, english ? rule.en : rule.zh])), [choices, english])
  const people = useMemo(() => new Map(choices.people.map(({ id, name }) => [id, name])), [choices])
  const zone = session.institution.time_zone
  const says = (row: Row) => (english ? row.says_en : row.says_zh)
  const actions = (row: Row) => [
    ...(handles ? deedsFor(row, session.account.id) : []).map((deed) => ({ key: deed, label: words.act[deed], onClick: () => onDeed(deed, [row.id]) })),
    { key: 'story', label: words.act.story, onClick: () => onStory(row.id) },
  ]
  return [
    { key: 'level', title: words.level, width: 96, render: (_, row) => <LevelMark level={row.level} /> },
    { key: 'stage', title: words.stage, render: (_, row) => <StageMark row={row} /> },
    {
      key: 'says', title: words.says, className: 'alert-says',
      render: (_, row) => <><span>{says(row)}</span>{row.times > 1 && <small>{words.times(row.times)}</small>}{row.note !== '' && <small className="alert-note">{row.note}</small>}</>,
    },
    { key: 'rule', title: words.rule, render: (_, row) => rules.get(row.rule) ?? row.rule },
    { key: 'owner', title: words.owner, render: (_, row) => (row.owner === null ? '' : (people.get(row.owner) ?? row.owner)) },
    { key: 'opened', title: words.opened, className: 'figures', render: (_, row) => moment(row.opened_at, zone) },
    { key: 'waited', title: words.waited, className: 'figures', align: 'right', render: (_, row) => span((row.closed_at === null ? now : Date.parse(row.closed_at)) - Date.parse(row.opened_at), english) },
    { key: 'actions', title: words.actions, fixed: 'right', render: (_, row) => <RowActions name={says(row)} actions={actions(row)} /> },
  ]
}

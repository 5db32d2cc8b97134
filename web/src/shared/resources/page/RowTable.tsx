import { Button, Dropdown, Switch, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Description, Field, Row } from '@/shared/resources/description'
import { inWords, shown, textOf } from '@/shared/resources/values'

import { useWords, type Words } from './words'

/** What can be done to a row from the table. */
export interface RowVerbs {
  readonly view: (row: Row) => void
  readonly edit: (row: Row) => void
  readonly remove: (rows: readonly Row[]) => void
  readonly enable: (rows: readonly Row[], on: boolean) => void
}

interface Props {
  readonly description: Description
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
  readonly loading: boolean
  readonly filtered: boolean
  readonly sort: string
  readonly chosen: readonly string[]
  readonly verbs: RowVerbs
  readonly onSort: (sort: string) => void
  readonly onChoose: (ids: readonly string[]) => void
  /** What the page can do to a row besides. */
  readonly actions?: (row: Row) => ReactNode
  /** A row was double-clicked. */
  readonly onOpen: (row: Row) => void
}

export function RowTable(props: Props): ReactNode {
  const { description, fields, rows, loading, filtered, sort, chosen, verbs, onSort, onChoose, actions, onOpen } = props
  const words = useWords()
  const { i18n } = useTranslation()
  const zone = useBackend().session.institution.time_zone
  const columns = useMemo(
    () => [...fields.map((field) => columnOf(field, sort, i18n.language, zone)), ...ends(description, words, verbs, actions)],
    [fields, sort, i18n.language, zone, description, words, verbs, actions],
  )
  const batch = ['delete', 'enable', 'export'].some((verb) => description.may.includes(verb))
  return (
    <Table<Row>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(batch ? { rowSelection: { selectedRowKeys: [...chosen], onChange: (keys) => onChoose(keys.map(String)) } } : {})}
      locale={{ emptyText: <p className="calm">{filtered ? words.emptyFound : words.empty}</p> }}
      showSorterTooltip={false}
      onRow={(row) => ({ onDoubleClick: () => onOpen(row) })}
      onChange={(_, __, sorter) => {
        if (Array.isArray(sorter) || sorter.order === undefined || sorter.order === null) onSort(description.sort)
        else onSort(`${sorter.order === 'descend' ? '-' : ''}${String(sorter.columnKey)}`)
      }}
    />
  )
}

function columnOf(field: Field, sort: string, language: string, zone: string): TableColumnsType<Row>[number] {
  const order = sort === field.name ? 'ascend' : sort === `-${field.name}` ? 'descend' : null
  const figures = field.kind === 'money' || field.kind === 'number'
  return {
    key: field.name,
    title: inWords(field.label, language),
    ...(field.width === null ? {} : { width: field.width }),
    className: figures || field.kind === 'moment' ? 'cell-figures' : '',
    align: figures ? 'right' : 'left',
    ...(field.sortable ? { sorter: true, sortOrder: order } : {}),
    render: (_, row) => shown(field, row, language, zone),
  }
}

/** The switch and the actions, which are not fields. */
function ends(description: Description, words: Words, verbs: RowVerbs, more?: (row: Row) => ReactNode): TableColumnsType<Row> {
  const { may } = description
  const name = (row: Row) => textOf(row, description.shows)
  const switches: TableColumnsType<Row> = description.switch
    ? [{
        key: 'enabled',
        title: words.enabled,
        width: 110,
        render: (_, row) => (
          <Switch
            checked={row.enabled === true}
            disabled={!may.includes('enable')}
            aria-label={`${words.enabled} ${name(row)}`}
            onChange={(on) => verbs.enable([row], on)}
          />
        ),
      }]
    : []
  const actions = (row: Row): ReactNode => (
    <div className="row-actions">
      <Button type="link" size="small" data-testid="row-view" onClick={() => verbs.view(row)}>{words.view}</Button>
      {may.includes('edit') && <Button type="link" size="small" data-testid="row-edit" onClick={() => verbs.edit(row)}>{words.edit}</Button>}
      {more?.(row)}
      {may.includes('delete') && (
        <Dropdown
          trigger={['click']}
          menu={{ items: [{ key: 'delete', label: words.delete, danger: true, onClick: () => verbs.remove([row]) }] }}
        >
          <Button type="text" size="small" data-testid="row-more" aria-label={`${words.more} ${name(row)}`}>…</Button>
        </Dropdown>
      )}
    </div>
  )
  return [...switches, { key: 'actions', title: words.actions, width: 170, fixed: 'right', render: (_, row) => actions(row) }]
}

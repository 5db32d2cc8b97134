import '@/shared/ui/list.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { RowActions } from '@/shared/ui/RowActions'
import { useConfirm } from '@/shared/ui/useConfirm'

import { MenuDialog } from './MenuDialog'
import { useWords } from './words'

export type MenuRow = Answer<'/api/access/list-menus'>['rows'][number]

interface Branch extends MenuRow {
  readonly children?: readonly Branch[]
}

interface Filters {
  readonly workstation?: string
  readonly menu?: string
}

type Editing = { readonly row: MenuRow | null; readonly parent: MenuRow | null } | null

/** The menu tree of all institutions: workstations, directories, menus and buttons (菜单与工作站). */
export default function MenusPage(): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const { post } = useBackend()
  const [wanted, setWanted] = useState<Filters>({})
  const [editing, setEditing] = useState<Editing>(null)
  const { data, error, isFetching } = useQuery({
    queryKey: ['people', 'menus', wanted],
    queryFn: () => post('/api/access/list-menus', { workstation: wanted.workstation?.trim() ?? '', menu: wanted.menu?.trim() ?? '' }),
  })
  const branches = useMemo(() => branchesOf(data?.rows ?? [], ''), [data])
  return (
    <main className="page">
      <section className="list" aria-label={words.menuTree} data-testid="list-menus">
        {error !== null && <Alert banner type="warning" title={explain(error)} />}
        <Form<Filters> layout="inline" className="list-filters" role="search" onFinish={setWanted} onReset={() => setWanted({})}>
          <Form.Item name="workstation" label={words.stationName}><Input allowClear data-testid="filter-workstation" /></Form.Item>
          <Form.Item name="menu" label={words.menuName}><Input allowClear data-testid="filter-menu" /></Form.Item>
          <span className="list-buttons">
            <Button type="primary" htmlType="submit" data-testid="query">{t('list.query')}</Button>
            <Button htmlType="reset" data-testid="reset">{t('list.reset')}</Button>
          </span>
        </Form>
        <div className="list-bar"><Button type="primary" data-testid="add" onClick={() => setEditing({ row: null, parent: null })}>{words.addStation}</Button></div>
        <Table<Branch>
          key={`${JSON.stringify(wanted)} ${String(data === undefined)}`}
          rowKey="id"
          size="middle"
          columns={useColumns(setEditing)}
          dataSource={branches}
          loading={isFetching && data === undefined}
          pagination={false}
          scroll={{ x: 'max-content' }}
          expandable={{ defaultExpandAllRows: Object.values(wanted).some((text) => typeof text === 'string' && text !== '') }}
        />
      </section>
      {editing !== null && <MenuDialog row={editing.row} parent={editing.parent} permissions={data?.permissions ?? []} onClose={() => setEditing(null)} />}
    </main>
  )
}

function branchesOf(rows: readonly MenuRow[], parent: string): readonly Branch[] {
  return rows.filter((row) => row.parent === parent).map((row) => {
    const children = branchesOf(rows, row.id)
    return children.length === 0 ? row : { ...row, children }
  })
}

function useColumns(edit: (editing: Editing) => void): TableColumnsType<Branch> {
  const words = useWords()
  const { t } = useTranslation()
  const { post } = useBackend()
  const { confirm } = useConfirm()
  const queries = useQueryClient()
  const remove = (row: MenuRow) => confirm({
    title: words.askDelete,
    content: row.zh,
    work: () => post('/api/access/delete-menu', { menu_id: row.id }, 'command').finally(() => void queries.invalidateQueries({ queryKey: ['people'] })),
  })
  return [
    { key: 'zh', title: words.zhName, render: (_, row) => <span data-testid={`menu-${row.id}`}>{row.zh}</span> },
    { key: 'en', title: words.enName, dataIndex: 'en' },
    { key: 'kind', title: words.kindOf, render: (_, row) => words[row.kind] },
    { key: 'order', title: words.order, dataIndex: 'order', align: 'right', className: 'figures' },
    { key: 'page', title: words.page, dataIndex: 'page' },
    { key: 'permission', title: words.permission, dataIndex: 'permission' },
    { key: 'level', title: words.level, render: (_, row) => words.levels[row.level] },
    {
      key: 'actions', title: t('list.actions'), fixed: 'right',
      render: (_, row) => <RowActions name={row.zh} actions={[
        { key: 'edit', label: words.edit, onClick: () => edit({ row, parent: null }) },
        { key: 'below', label: words.addBelow, disabled: row.kind === 'button', onClick: () => edit({ row: null, parent: row }) },
        { key: 'delete', label: words.delete, danger: true, onClick: () => remove(row) },
      ]} />,
    },
  ]
}

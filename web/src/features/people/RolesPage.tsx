import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Select, Switch, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'
import { RowActions } from '@/shared/ui/RowActions'
import { useConfirm } from '@/shared/ui/useConfirm'

import { RoleDialog } from './RoleDialog'
import { useInstitutions, useMay } from './useOptions'
import { useWords } from './words'

export type RoleRow = Answer<'/api/access/list-roles'>['rows'][number]
export type RoleMode = 'edit' | 'view' | 'rights'

interface Filters {
  readonly institution: string
}

type Dialog = { readonly row: RoleRow | null; readonly mode: RoleMode } | null

const UNCHANGED = { name: null, permissions: null, description: null, enabled: null, extent: null } as const
const OTHERS_MS = 10_000

/** The roles of an institution: what they hold, and how many have them (角色管理). */
export default function RolesPage(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const may = useMay()('access.edit_roles')
  const institutions = useInstitutions()
  const [dialog, setDialog] = useState<Dialog>(null)
  return (
    <main className="page">
      <CursorList<RoleRow, Filters>
        label={words.roles}
        name="roles"
        initial={{ institution: '' }}
        ask={(filters, part) => post('/api/access/list-roles', { ...filters, ...part })}
        filters={<Form.Item name="institution" label={words.institution}><Select showSearch={{ optionFilterProp: 'label' }} options={[...institutions]} /></Form.Item>}
        bar={may && <Button type="primary" data-testid="add" onClick={() => setDialog({ row: null, mode: 'edit' })}>{words.addRole}</Button>}
        columns={useColumns(setDialog)}
        rowKey={({ id, institution_id }) => `${institution_id} ${id}`}
        every={OTHERS_MS}
      />
      {dialog !== null && <RoleDialog row={dialog.row} mode={dialog.mode} onClose={() => setDialog(null)} />}
    </main>
  )
}

function useColumns(open: (dialog: Dialog) => void): TableColumnsType<RoleRow> {
  const words = useWords()
  const { t } = useTranslation()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const { confirm, act } = useConfirm()
  const may = useMay()('access.edit_roles')
  const then = (work: () => Promise<unknown>) => () => work().finally(() => void queries.invalidateQueries({ queryKey: ['people'] }))
  const key = (row: RoleRow) => ({ role_id: row.id, institution: row.institution_id })
  const enable = (row: RoleRow, enabled: boolean) => void act(then(() => post('/api/access/edit-role', { ...UNCHANGED, ...key(row), enabled }, 'command')))
  const remove = (row: RoleRow) => confirm({ title: words.askDelete, content: row.name, work: then(() => post('/api/access/delete-role', key(row), 'command')) })
  return [
    { key: 'name', title: words.roleName, dataIndex: 'name' },
    { key: 'description', title: words.description, dataIndex: 'description' },
    { key: 'institution', title: words.institution, dataIndex: 'institution' },
    { key: 'extent', title: words.extent, render: (_, row) => ({ own: words.own_, department: words.extentDepartment, institution: words.extentInstitution, descendants: words.extentDescendants })[row.extent] },
    { key: 'users', title: words.users, dataIndex: 'users', align: 'right', className: 'figures' },
    { key: 'enabled', title: words.state, render: (_, row) => <Switch checked={row.enabled} disabled={!may} checkedChildren={words.enabled} unCheckedChildren={words.disabled} aria-label={`${words.state} ${row.name}`} onChange={(on) => enable(row, on)} /> },
    { key: 'updated', title: words.updatedAt, className: 'figures', render: (_, row) => moment(row.updated_at, session.institution.time_zone) },
    {
      key: 'actions', title: t('list.actions'), fixed: 'right',
      render: (_, row) => <RowActions name={row.name} actions={[
        { key: 'view', label: words.view, onClick: () => open({ row, mode: 'view' }) },
        ...(may ? [
          { key: 'edit', label: words.edit, onClick: () => open({ row, mode: 'edit' }) },
          { key: 'rights', label: words.rights, onClick: () => open({ row, mode: 'rights' }) },
          { key: 'delete', label: words.delete, danger: true, onClick: () => remove(row) },
        ] : []),
      ]} />,
    },
  ]
}

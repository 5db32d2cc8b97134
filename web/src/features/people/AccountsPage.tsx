import '@/shared/ui/list.css'

import { Button, Form, Input, Select, Switch, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Answer } from '@/shared/api/post'
import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'
import { RowActions } from '@/shared/ui/RowActions'

import { AccountDialog } from './AccountDialog'
import { AccountDrawer } from './AccountDrawer'
import { ImportAccounts } from './ImportAccounts'
import { ResetPasswordDialog } from './ResetPasswordDialog'
import { useAccountVerbs } from './useAccountVerbs'
import { useInstitutions, useMay, useRoles } from './useOptions'
import { useWords } from './words'

export type AccountRow = Answer<'/api/access/list-accounts'>['rows'][number]

interface Filters {
  readonly institution: string
  readonly text: string
  readonly role: string
  readonly state: '' | 'enabled' | 'disabled'
}

type Dialog = { readonly is: 'form' | 'sheet' | 'password'; readonly row: AccountRow } | { readonly is: 'new' } | null

const INITIAL: Filters = { institution: '', text: '', role: '', state: '' }
const OTHERS_MS = 10_000

/** The accounts of an institution: who may come in, and with which roles (账号管理). */
export default function AccountsPage(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const may = useMay()
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = () => setDialog(null)
  const columns = useColumns(setDialog)
  return (
    <main className="page">
      <CursorList<AccountRow, Filters>
        label={words.accounts}
        name="accounts"
        initial={INITIAL}
        ask={(filters, part) => post('/api/access/list-accounts', { ...filters, institution_name: '', name: '', phone: '', department: '', ...part })}
        filters={<AccountFilters />}
        bar={may('access.edit_accounts') && <><Button type="primary" data-testid="add" onClick={() => setDialog({ is: 'new' })}>{words.addAccount}</Button><ImportAccounts /></>}
        columns={columns}
        rowKey={({ id }) => id}
        every={OTHERS_MS}
      />
      {dialog?.is === 'new' && <AccountDialog row={null} onClose={close} />}
      {dialog?.is === 'form' && <AccountDialog row={dialog.row} onClose={close} />}
      {dialog?.is === 'sheet' && <AccountDrawer row={dialog.row} onClose={close} />}
      {dialog?.is === 'password' && <ResetPasswordDialog accountId={dialog.row.id} who={dialog.row.login} onClose={close} />}
    </main>
  )
}

function AccountFilters(): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const institutions = useInstitutions()
  const roles = useRoles('')
  const all = { value: '', label: t('list.all') }
  const states = [all, { value: 'enabled', label: words.enabled }, { value: 'disabled', label: words.disabled }]
  return (
    <>
      <Form.Item name="institution" label={words.institution}><Select showSearch={{ optionFilterProp: 'label' }} options={[...institutions]} /></Form.Item>
      <Form.Item name="text" label={words.nameOrAccount}><Input allowClear data-testid="filter-text" /></Form.Item>
      <Form.Item name="role" label={words.role}><Select options={[all, ...roles]} /></Form.Item>
      <Form.Item name="state" label={words.state}><Select options={states} /></Form.Item>
    </>
  )
}

function useColumns(open: (dialog: Dialog) => void): TableColumnsType<AccountRow> {
  const words = useWords()
  const { t } = useTranslation()
  const { session } = useBackend()
  const may = useMay()('access.edit_accounts')
  const verbs = useAccountVerbs()
  const zone = session.institution.time_zone
  const mine = (row: AccountRow) => row.id === session.account.id
  return [
    { key: 'login', title: words.account, dataIndex: 'login' },
    { key: 'name', title: words.name, dataIndex: 'name' },
    { key: 'phone', title: words.phone, dataIndex: 'phone', className: 'figures' },
    { key: 'department', title: words.department, dataIndex: 'department' },
    { key: 'title', title: words.titleOf, dataIndex: 'title' },
    { key: 'roles', title: words.role, render: (_, row) => row.role_names.join('、') },
    { key: 'institution', title: words.institution, dataIndex: 'institution' },
    { key: 'masked', title: words.masked, render: (_, row) => <Switch size="small" checked={row.masked} disabled={!may} aria-label={`${words.masked} ${row.name}`} onChange={(on) => verbs.mask(row, on)} /> },
    {
      key: 'enabled', title: words.state,
      render: (_, row) => <Switch checked={row.enabled} disabled={!may || mine(row)} checkedChildren={words.enabled} unCheckedChildren={words.disabled} aria-label={`${words.state} ${row.name}`} data-testid="enabled" onChange={(on) => verbs.enable(row, on)} />,
    },
    { key: 'valid', title: words.validUntil, className: 'figures', render: (_, row) => (row.valid_until === null ? words.forever : moment(row.valid_until, zone)) },
    { key: 'seen', title: words.signedInAt, className: 'figures', render: (_, row) => (row.signed_in_at === null ? '—' : moment(row.signed_in_at, zone)) },
    {
      key: 'actions', title: t('list.actions'), fixed: 'right',
      render: (_, row) => <RowActions name={row.name} actions={[
        { key: 'view', label: words.view, onClick: () => open({ is: 'sheet', row }) },
        ...(may ? [
          { key: 'edit', label: words.edit, onClick: () => open({ is: 'form', row }) },
          { key: 'password', label: words.resetPassword, onClick: () => open({ is: 'password', row }) },
          ...(row.second_factor ? [{ key: 'factor', label: words.removeFactor, onClick: () => verbs.removeFactor(row) }] : []),
          { key: 'delete', label: words.delete, danger: true, disabled: mine(row), onClick: () => verbs.remove(row) },
        ] : []),
      ]} />,
    },
  ]
}

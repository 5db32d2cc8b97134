import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select, Spin, Switch } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Post } from '@/shared/api/post'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Moment } from '@/shared/ui/Moment'

import type { AccountRow } from './AccountsPage'
import { PasswordItems } from './PasswordItems'
import { RolePreview } from './RolePreview'
import { login, long, needed, phone } from './rules'
import { useDepartments, useRoles } from './useOptions'
import { useWords } from './words'

interface Fields {
  readonly login: string
  readonly name: string
  readonly password: string
  readonly confirmation: string
  readonly roles: readonly string[]
  readonly phone?: string
  readonly title?: string
  readonly department?: string | null
  readonly masked?: boolean
  readonly valid_until?: string | null
}

interface Props {
  /** The account to change, or null to add one. */
  readonly row: AccountRow | null
  readonly onClose: () => void
}

/** Adds or changes an account: who it is, and which roles it has, with a preview of what they may do. */
export function AccountDialog({ row, onClose }: Props): ReactNode {
  const { post } = useBackend()
  const sheet = useQuery({
    queryKey: ['people', 'account', row?.id],
    queryFn: () => post('/api/access/show-account', { account_id: row?.id ?? '' }),
    enabled: row !== null,
    gcTime: 0,
  })
  if (row === null) return <Sheet row={null} initial={{ roles: [], masked: false }} onClose={onClose} />
  if (sheet.data === undefined) return <Spin fullscreen />
  const { login: account, name, title, roles, masked, valid_until } = sheet.data.row
  return <Sheet row={sheet.data.row} initial={{ login: account, name, title, roles, masked, valid_until, phone: sheet.data.phone, department: sheet.data.department_id }} onClose={onClose} />
}

interface SheetProps extends Props {
  readonly initial: Partial<Fields>
}

function Sheet({ row, initial, onClose }: SheetProps): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const institution = row?.institution_id ?? ''
  const save = async (given: Fields) => {
    await (row === null ? add(post, given) : edit(post, row, given))
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  return (
    <FormDialog<Fields> title={row === null ? words.addAccount : `${words.editAccount} ${row.login}`} initial={initial} onSave={save} onClose={onClose} width={720} at={{ 'access.login_taken': 'login', 'access.role_not_usable': 'roles' }}>
      <h3 className="form-part">{words.basics}</h3>
      <div className="form-pair">
        <Form.Item name="login" label={words.account} rules={row === null ? login(words) : []}><Input disabled={row !== null} autoComplete="off" maxLength={20} /></Form.Item>
        <Form.Item name="name" label={words.name} rules={long(words, words.name, 1, 64)}><Input /></Form.Item>
        <Form.Item name="phone" label={words.phone} rules={phone(words)}><Input inputMode="numeric" maxLength={11} /></Form.Item>
        <Form.Item name="title" label={words.titleOf}><Input maxLength={64} /></Form.Item>
        <Form.Item name="department" label={words.department}><DepartmentSelect institution={institution} /></Form.Item>
        <Form.Item name="valid_until" label={words.validUntil}><Moment placeholder={words.forever} /></Form.Item>
      </div>
      {row === null && <PasswordItems label={words.password} again={words.confirmation} />}
      <Form.Item name="masked" label={words.masked} valuePropName="checked" layout="horizontal"><Switch /></Form.Item>
      <h3 className="form-part">{words.rolesPart}</h3>
      <Form.Item name="roles" label={words.role} rules={needed(words, words.role)}>
        <RoleSelect institution={institution} disabled={row?.id === session.account.id} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before: Fields, after: Fields) => before.roles !== after.roles}>
        {({ getFieldValue }) => <RolePreview institution={institution} roles={(getFieldValue('roles') as readonly string[] | undefined) ?? []} />}
      </Form.Item>
    </FormDialog>
  )
}

interface SelectProps<T> {
  readonly institution: string
  readonly disabled?: boolean
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: T
  readonly onChange?: (value: T) => void
}

function RoleSelect({ institution, disabled = false, id = '', value, onChange }: SelectProps<string[]>): ReactNode {
  return <Select id={id} mode="multiple" disabled={disabled} options={[...useRoles(institution, true)]} showSearch={{ optionFilterProp: 'label' }} {...(value === undefined ? {} : { value })} {...(onChange === undefined ? {} : { onChange })} />
}

function DepartmentSelect({ institution, id = '', value, onChange }: SelectProps<string | null>): ReactNode {
  return <Select<string | null> id={id} allowClear options={[...useDepartments(institution)]} showSearch={{ optionFilterProp: 'label' }} {...(value === undefined ? {} : { value })} onChange={(next?: string | null) => onChange?.(next ?? null)} />
}

function add(post: Post, given: Fields): Promise<unknown> {
  const { phone: number = '', title = '', department = null, masked = false, valid_until = null, ...rest } = given
  return post('/api/access/add-account', { ...rest, phone: number, title, department, masked, valid_until, institution: '' }, 'command')
}

/** Only what is another one is sent: roles and validity are rights of their own kind, and told of apart. */
async function edit(post: Post, row: AccountRow, given: Fields): Promise<void> {
  const account_id = row.id
  await post('/api/access/edit-account', { account_id, name: given.name, phone: given.phone ?? '', title: given.title ?? '', department: given.department ?? '' }, 'command')
  if ((given.masked ?? false) !== row.masked) await post('/api/access/mask-account', { account_id, masked: given.masked ?? false }, 'command')
  if ((given.valid_until ?? null) !== row.valid_until) await post('/api/access/set-account-validity', { account_id, valid_until: given.valid_until ?? null }, 'command')
  if (given.roles.join() !== row.roles.join()) await post('/api/access/grant-roles', { account_id, roles: given.roles }, 'command')
}

import { Button, Form, Input, Select, Tag } from 'antd'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { CursorList } from '@/shared/ui/CursorList'

import { ApplicationsView } from './ApplicationsView'
import { ResetPasswordDialog } from './ResetPasswordDialog'
import { TenantCreated } from './TenantCreated'
import { TenantDialog } from './TenantDialog'
import { TenantMenus } from './TenantMenus'
import { useTenantColumns } from './tenantColumns'
import { institutionAt } from './terms'
import { useCatalog, useMay, useRegions } from './useOptions'
import { useWords } from './words'

export type TenantRow = Answer<'/api/access/list-tenants'>['rows'][number]
export type NewTenant = Answer<'/api/access/create-tenant'>

interface Filters {
  readonly name: string
  readonly region: string
  readonly hospital_type: string
  readonly grade: string
  readonly state: '' | 'enabled' | 'disabled'
}

export type TenantAction = { readonly is: 'new' } | { readonly is: 'child' | 'edit' | 'menus' | 'password'; readonly row: TenantRow } | { readonly is: 'created'; readonly tenant: NewTenant; readonly login: string } | null

const INITIAL: Filters = { name: '', region: '', hospital_type: '', grade: '', state: '' }
/** An institution below tells of its changes only to its own people. */
const OTHERS_MS = 10_000

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The institutions that one manages (租户管理), or the applications of the one that the address names (应用管理). */
export default function TenantsPage(): ReactNode {
  const institution = useSyncExternalStore(onChange, () => institutionAt(location.hash.slice(1)))
  return institution === null ? <Tenants /> : <ApplicationsView institution={institution} />
}

/** Founded, changed, enabled and disabled, and what they may use. */
function Tenants(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const may = useMay()('access.edit_tenants')
  const [action, setAction] = useState<TenantAction>(null)
  const close = () => setAction(null)
  const created = (tenant: NewTenant, login: string) => setAction({ is: 'created', tenant, login })
  return (
    <main className="page">
      <CursorList<TenantRow, Filters>
        label={words.tenants}
        name="tenants"
        initial={INITIAL}
        ask={(filters, part) => post('/api/access/list-tenants', { ...filters, ...part })}
        filters={<TenantFilters />}
        bar={may && <Button type="primary" data-testid="add" onClick={() => setAction({ is: 'new' })}>{words.addTenant}</Button>}
        columns={useTenantColumns(setAction)}
        rowKey={({ id }) => id}
        every={OTHERS_MS}
      />
      {action?.is === 'new' && <TenantDialog row={null} parent={null} onCreated={created} onClose={close} />}
      {action?.is === 'child' && <TenantDialog row={null} parent={action.row} onCreated={created} onClose={close} />}
      {action?.is === 'edit' && <TenantDialog row={action.row} parent={null} onCreated={created} onClose={close} />}
      {action?.is === 'menus' && <TenantMenus row={action.row} onClose={close} />}
      {action?.is === 'password' && action.row.account_id !== null && <ResetPasswordDialog accountId={action.row.account_id} who={action.row.account} onClose={close} />}
      {action?.is === 'created' && <TenantCreated tenant={action.tenant} login={action.login} onClose={close} />}
    </main>
  )
}

function TenantFilters(): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const all = { value: '', label: t('list.all') }
  const search = { optionFilterProp: 'label' }
  const states = [all, { value: 'enabled', label: words.enabled }, { value: 'disabled', label: words.disabled }]
  return (
    <>
      <Form.Item name="name" label={words.institution}><Input allowClear data-testid="filter-name" /></Form.Item>
      <Form.Item name="region" label={words.region}><Select showSearch={search} options={[all, ...useRegions()]} /></Form.Item>
      <Form.Item name="hospital_type" label={words.hospitalType}><Select showSearch={search} options={[all, ...useCatalog('types')]} /></Form.Item>
      <Form.Item name="grade" label={words.grade}><Select showSearch={search} options={[all, ...useCatalog('grades')]} /></Form.Item>
      <Form.Item name="state" label={words.state}><Select options={states} /></Form.Item>
    </>
  )
}

/** What kind of institution it is. */
export function KindTag({ kind }: { readonly kind: TenantRow['kind'] }): ReactNode {
  return <Tag>{useWords()[kind]}</Tag>
}

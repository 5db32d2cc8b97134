import { PlusOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Switch, type TableColumnsType, Tag, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'
import { RowActions } from '@/shared/ui/RowActions'
import { useConfirm } from '@/shared/ui/useConfirm'

import { useGrantWords } from './grantWords'
import { KindTag, type TenantAction, type TenantRow } from './TenantsPage'
import { useMay } from './useOptions'
import { useWords } from './words'

/** Where an institution's people sign in, on the host of this page. */
export function whole(address: string): string {
  return new URL(address, location.origin).href
}

/** The columns of the institutions' list, with what can be done to each. */
export function useTenantColumns(open: (action: TenantAction) => void): TableColumnsType<TenantRow> {
  const words = useWords()
  const grants = useGrantWords()
  const { t } = useTranslation()
  const { session } = useBackend()
  const may = useMay()('access.edit_tenants')
  const verbs = useTenantVerbs()
  const own = session.institution.id
  const zone = session.institution.time_zone
  return [
    { key: 'name', title: words.institution, dataIndex: 'name' },
    { key: 'short', title: words.shortName, dataIndex: 'short_name' },
    { key: 'kind', title: words.kind, render: (_, row) => <KindTag kind={row.kind} /> },
    { key: 'region', title: words.region, dataIndex: 'region' },
    { key: 'type', title: words.hospitalType, dataIndex: 'hospital_type' },
    { key: 'grade', title: words.grade, dataIndex: 'grade' },
    { key: 'account', title: words.account, render: (_, row) => <>{row.account} {row.account_id !== null && <Tag color={row.account_enabled ? 'green' : 'red'} data-testid="account-state">{row.account_enabled ? words.enabled : words.disabled}</Tag>}</> },
    { key: 'enabled', title: words.state, render: (_, row) => <Switch checked={row.enabled} disabled={!may || row.id === own} checkedChildren={words.enabled} unCheckedChildren={words.disabled} aria-label={`${words.state} ${row.name}`} data-testid="enabled" onChange={(on) => verbs.enable(row, on)} /> },
    { key: 'valid', title: words.validUntil, className: 'figures', render: (_, row) => (row.valid_until === null ? words.forever : moment(row.valid_until, zone)) },
    { key: 'address', title: words.address, render: (_, row) => <LoginAddress address={row.login_address} /> },
    { key: 'created', title: words.createdAt, className: 'figures', render: (_, row) => moment(row.created_at, zone) },
    {
      key: 'actions', title: t('list.actions'), fixed: 'right',
      render: (_, row) => may && <RowActions name={row.name} actions={[
        { key: 'edit', label: words.edit, onClick: () => open({ is: 'edit', row }) },
        { key: 'applications', label: grants.manage, disabled: row.id === own, onClick: () => location.assign(`#tenants/${row.id}/applications`) },
        { key: 'menus', label: words.menus, disabled: row.id === own, onClick: () => open({ is: 'menus', row }) },
        { key: 'child', label: words.addChild, disabled: row.kind === 'ordinary', onClick: () => open({ is: 'child', row }) },
        { key: 'password', label: words.resetPassword, disabled: row.account_id === null, onClick: () => open({ is: 'password', row }) },
        { key: 'account', label: verbs.accountLabel(row), disabled: row.account_id === null || row.account_id === session.account.id, onClick: () => verbs.enableAccount(row) },
        { key: 'delete', label: words.delete, danger: true, disabled: row.id === own, onClick: () => verbs.remove(row) },
      ]} />,
    },
  ]
}

/** Hovering shows it in full; the plus sign copies it. */
function LoginAddress({ address }: { readonly address: string }): ReactNode {
  const words = useWords()
  const { message } = App.useApp()
  const full = whole(address)
  const show = () => message.info(full, 10)
  // There is no clipboard on plain http outside loopback, where a hospital's intranet may well be: then it is shown to be copied by hand.
  const copy = () => void (window.isSecureContext ? navigator.clipboard.writeText(full).then(() => message.success(words.copied), show) : show())
  return (
    <span className="figures">
      <Tooltip title={full}><span data-testid="login-address" tabIndex={0}>{address}</span></Tooltip>
      <Button type="text" size="small" icon={<PlusOutlined />} aria-label={words.copy} data-testid="copy-address" onClick={copy} />
    </span>
  )
}

interface TenantVerbs {
  readonly enable: (row: TenantRow, on: boolean) => void
  readonly remove: (row: TenantRow) => void
  readonly accountLabel: (row: TenantRow) => string
  readonly enableAccount: (row: TenantRow) => void
}

function useTenantVerbs(): TenantVerbs {
  const words = useWords()
  const { post } = useBackend()
  const { confirm, act } = useConfirm()
  const queries = useQueryClient()
  const then = (work: () => Promise<unknown>) => () => work().finally(() => void queries.invalidateQueries({ queryKey: ['people'] }))
  return {
    enable: (row, enabled) => {
      const work = then(() => post('/api/access/enable-tenant', { institution_id: row.id, enabled }, 'command'))
      if (enabled) void act(work)
      else confirm({ title: words.askDisable, content: row.name, work })
    },
    remove: (row) => confirm({ title: words.askDelete, content: row.name, work: then(() => post('/api/access/delete-tenant', { institution_id: row.id }, 'command')) }),
    accountLabel: (row) => (row.account_enabled ? words.disableAccount : words.enableAccount),
    enableAccount: (row) => {
      const work = then(() => post('/api/access/enable-account', { account_id: row.account_id ?? '', enabled: !row.account_enabled }, 'command'))
      if (row.account_enabled) confirm({ title: words.askAccount, content: `${row.name} (${row.account})`, work })
      else void act(work)
    },
  }
}

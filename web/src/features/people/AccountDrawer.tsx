import { useQuery } from '@tanstack/react-query'
import { Alert, Descriptions, Drawer } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import type { AccountRow } from './AccountsPage'
import { RolePreview } from './RolePreview'
import { useWords } from './words'

interface Props {
  readonly row: AccountRow
  readonly onClose: () => void
}

/** An account to read, with what its roles may do. */
export function AccountDrawer({ row, onClose }: Props): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const { data, error } = useQuery({ queryKey: ['people', 'account', row.id], queryFn: () => post('/api/access/show-account', { account_id: row.id }), gcTime: 0 })
  const shown = data?.row ?? row
  const zone = session.institution.time_zone
  const at = (when: string | null, never: string) => (when === null ? never : moment(when, zone))
  const items = [
    [words.account, shown.login], [words.name, shown.name], [words.phone, data?.phone ?? shown.phone], [words.titleOf, shown.title], [words.department, shown.department],
    [words.institution, shown.institution], [words.role, shown.role_names.join('、')], [words.state, shown.enabled ? words.enabled : words.disabled],
    [words.masked, shown.masked ? words.on : words.off], [words.second, shown.second_factor ? words.on : words.off],
    [words.validUntil, at(shown.valid_until, words.forever)], [words.signedInAt, at(shown.signed_in_at, '—')], [words.createdAt, at(shown.created_at, '—')],
  ].map(([label, children]) => ({ key: label ?? '', label, children }))
  return (
    <Drawer open title={shown.name} size={560} onClose={onClose} data-testid="account-drawer">
      {error !== null && <Alert type="error" title={explain(error)} />}
      <Descriptions column={1} bordered size="small" items={items} />
      <RolePreview institution={shown.institution_id} roles={shown.roles} />
    </Drawer>
  )
}

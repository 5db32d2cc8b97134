import { Button, Modal, Typography } from 'antd'
import type { ReactNode } from 'react'

import { whole } from './tenantColumns'
import type { NewTenant } from './TenantsPage'
import { useWords } from './words'

interface Props {
  readonly tenant: NewTenant
  readonly login: string
  readonly onClose: () => void
}

/** What the administrator of a new institution has to be told. */
export function TenantCreated({ tenant, login, onClose }: Props): ReactNode {
  const words = useWords()
  const close = <Button type="primary" data-testid="created-close" onClick={onClose}>{words.close}</Button>
  return (
    <Modal open title={words.created} footer={close} onCancel={onClose} data-testid="tenant-created">
      <p>{words.createdText}</p>
      <Typography.Paragraph>{words.address}：<Typography.Text code copyable>{whole(tenant.login_address)}</Typography.Text></Typography.Paragraph>
      <Typography.Paragraph>{words.account}：<Typography.Text code copyable>{login}</Typography.Text></Typography.Paragraph>
    </Modal>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Modal, Spin } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { useConfirm } from '@/shared/ui/useConfirm'

import { PermissionTree } from './PermissionTree'
import type { TenantRow } from './TenantsPage'
import { useWords } from './words'

interface Props {
  readonly row: TenantRow
  readonly onClose: () => void
}

/** What an institution may use: no role of it holds anything else (菜单权限). */
export function TenantMenus({ row, onClose }: Props): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const { post } = useBackend()
  const { act } = useConfirm()
  const queries = useQueryClient()
  const [ticked, setTicked] = useState<readonly string[] | null>(null)
  const { data } = useQuery({ queryKey: ['people', 'tenant-menus', row.id], queryFn: () => post('/api/access/tenant-menus', { institution_id: row.id }), gcTime: 0 })
  const chosen = ticked ?? data?.ticked ?? []
  const save = () =>
    act(() => post('/api/access/set-tenant-menus', { institution_id: row.id, permissions: chosen }, 'command'), t('form.saved')).then(() => {
      void queries.invalidateQueries({ queryKey: ['people'] })
      onClose()
    })
  return (
    <Modal open title={`${words.menus} ${row.name}`} width={640} okText={t('form.save')} cancelText={t('form.back')} okButtonProps={{ id: 'form-save', disabled: data === undefined }} mask={{ closable: false }} onOk={() => void save()} onCancel={onClose}>
      {data === undefined ? <Spin /> : <PermissionTree nodes={data.nodes} ticked={chosen} onChange={setTicked} />}
    </Modal>
  )
}

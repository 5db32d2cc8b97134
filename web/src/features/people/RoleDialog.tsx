import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Select, Spin, Steps, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Body } from '@/shared/api/post'
import { useSaving } from '@/shared/ui/useSaving'

import { PermissionTree } from './PermissionTree'
import type { RoleMode, RoleRow } from './RolesPage'
import { long } from './rules'
import { useWords } from './words'

type Extent = RoleRow['extent']

interface Fields {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly extent: Extent
}

interface Props {
  /** The role to change, or null to add one. */
  readonly row: RoleRow | null
  readonly mode: RoleMode
  readonly onClose: () => void
}

const NEW: Fields = { name: '', description: '', enabled: true, extent: 'institution' }

/** A role in two steps: what it is called, then what it may do. */
export function RoleDialog({ row, mode, onClose }: Props): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const { post } = useBackend()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [step, setStep] = useState(mode === 'rights' ? 1 : 0)
  const [basics, setBasics] = useState<Fields>(row ?? NEW)
  const [ticked, setTicked] = useState<readonly string[] | null>(row?.permissions ?? null)
  const institution = row?.institution_id ?? ''
  const { busy, save } = useSaving(form, { 'access.name_taken': 'name' })
  const tree = useQuery({ queryKey: ['people', 'role-menus', institution, row?.id ?? ''], queryFn: () => post('/api/access/role-menus', { role: row?.id ?? '', institution }) })
  const readOnly = mode === 'view'
  const chosen = ticked ?? tree.data?.ticked ?? []
  const store = async () => {
    const offered = tree.data?.nodes ?? []
    const fields = { ...basics, permissions: withinOffer(chosen, offered.flatMap(rightsOf)), institution }
    const done = await save(() => (row === null
      ? post('/api/access/add-role', fields satisfies Body<'/api/access/add-role'>, 'command')
      : post('/api/access/edit-role', { ...fields, role_id: row.id }, 'command')))
    // The name is on the first page: what is wrong with it has to be seen.
    if (!done) {
      setStep(0)
      return
    }
    void message.success(t('form.saved'))
    void queries.invalidateQueries({ queryKey: ['people'] })
    onClose()
  }
  const forward = (given: Fields) => {
    setBasics({ ...basics, ...given, description: given.description.trim() })
    setStep(1)
  }
  const footer = readOnly ? [<Button key="close" onClick={onClose}>{words.close}</Button>] : [
    <Button key="back" onClick={() => (step === 0 ? onClose() : setStep(0))}>{t('form.back')}</Button>,
    <Button key="next" type="primary" id="form-save" loading={busy} onClick={() => (step === 0 ? form.submit() : void store())}>{words.next}</Button>,
  ]
  return (
    <Modal open title={row === null ? words.addRole : `${readOnly ? words.view : words.editRole} ${row.name}`} width={640} footer={footer} mask={{ closable: false }} onCancel={onClose}>
      {!readOnly && <Steps size="small" current={step} items={[{ title: words.stepBasics }, { title: words.stepRights }]} style={{ margin: '8px 0 20px' }} />}
      <div hidden={step === 1 && !readOnly}>
        <Form<Fields> form={form} name="role" layout="vertical" disabled={readOnly} initialValues={basics} onFinish={forward}>
          <Form.Item name="name" label={words.roleName} rules={long(words, words.roleName, 1, 30)}><Input autoFocus /></Form.Item>
          <Form.Item name="description" label={words.description}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
          <Form.Item name="extent" label={words.extent}><Select<Extent> options={[{ value: 'own', label: words.own_ }, { value: 'department', label: words.extentDepartment }, { value: 'institution', label: words.extentInstitution }, { value: 'descendants', label: words.extentDescendants }]} /></Form.Item>
          <Form.Item name="enabled" label={words.state} valuePropName="checked"><Switch checkedChildren={words.enabled} unCheckedChildren={words.disabled} /></Form.Item>
        </Form>
      </div>
      {(step === 1 || readOnly) && (tree.data === undefined ? <Spin /> : <PermissionTree nodes={tree.data.nodes} ticked={chosen} {...(readOnly ? {} : { onChange: setTicked })} />)}
    </Modal>
  )
}

interface Branch {
  readonly permission: string
  readonly children: readonly Branch[]
}

function rightsOf(node: Branch): readonly string[] {
  return [...(node.permission === '' ? [] : [node.permission]), ...node.children.flatMap(rightsOf)]
}

/** A right that the institution may not use (any more) is not in the tree, and is not granted anew. */
function withinOffer(ticked: readonly string[], offered: readonly string[]): readonly string[] {
  return ticked.filter((right) => offered.includes(right))
}

import { useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Checkbox, Form, Input, Select } from 'antd'
import { type ReactNode, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Moment } from '@/shared/ui/Moment'

import { login, long, needed } from './rules'
import type { NewTenant, TenantRow } from './TenantsPage'
import { useCatalog, useMayFound, useRegions } from './useOptions'
import { useWords } from './words'

interface Fields {
  readonly name: string
  readonly short_name: string
  readonly kind: TenantRow['kind']
  readonly login: string
  readonly password: string
  readonly region?: string
  readonly hospital_type?: string
  readonly grade?: string
  readonly valid_until?: string | null
  readonly implement?: boolean
}

interface Props {
  /** The institution to change, or null to found one. */
  readonly row: TenantRow | null
  /** Below which it is founded; null: below one's own. */
  readonly parent: TenantRow | null
  readonly onCreated: (tenant: NewTenant, login: string) => void
  readonly onClose: () => void
}

/** Founds or changes an institution; account and type stay as they are. */
export function TenantDialog({ row, parent, onCreated, onClose }: Props): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const founded = useRef<{ readonly tenant: NewTenant; readonly login: string } | null>(null)
  const save = async (given: Fields) => {
    const { region = '', hospital_type = '', grade = '', valid_until = null, implement = false } = given
    const told = { name: given.name, short_name: given.short_name, region, hospital_type, grade }
    if (row === null) {
      const fields = { ...told, kind: given.kind, login: given.login, password: given.password, valid_until, implement, parent_id: parent?.id ?? null, time_zone: session.institution.time_zone }
      founded.current = { tenant: await post('/api/access/create-tenant', fields, 'command'), login: given.login }
    } else {
      await post('/api/access/edit-tenant', { ...told, institution_id: row.id }, 'command')
      if (valid_until !== row.valid_until) await post('/api/access/set-tenant-validity', { institution_id: row.id, valid_until }, 'command')
    }
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  const close = () => {
    if (founded.current === null) onClose()
    else onCreated(founded.current.tenant, founded.current.login)
  }
  const title = row === null ? (parent === null ? words.addTenant : `${words.addChild} ${parent.name}`) : `${words.editTenant} ${row.name}`
  const initial = row === null ? { kind: 'ordinary' as const } : { ...row, login: row.account }
  return (
    <FormDialog<Fields> title={title} initial={initial} onSave={save} onClose={close} width={720} at={{ 'access.login_taken': 'login', 'access.kind_refused': 'kind' }}>
      <div className="form-pair">
        <Form.Item name="name" label={words.institution} rules={long(words, words.institution, 3, 20)}><Input autoFocus /></Form.Item>
        <Form.Item name="short_name" label={words.shortName} rules={long(words, words.shortName, 3, 10)}><Input /></Form.Item>
        <Form.Item name="kind" label={words.kind} rules={needed(words, words.kind)}><KindSelect disabled={row !== null} /></Form.Item>
        <Form.Item name="login" label={words.account} rules={row === null ? login(words) : []}><Input disabled={row !== null} autoComplete="off" maxLength={20} /></Form.Item>
        {row === null && <Form.Item name="password" label={words.password} rules={long(words, words.password, 6, 12)}><Input.Password autoComplete="new-password" /></Form.Item>}
        <Form.Item name="region" label={words.region}><AutoComplete options={[...useRegions()]} /></Form.Item>
        <Form.Item name="hospital_type" label={words.hospitalType}><Select allowClear options={[...useCatalog('types')]} /></Form.Item>
        <Form.Item name="grade" label={words.grade}><Select allowClear options={[...useCatalog('grades')]} /></Form.Item>
        {row?.id !== session.institution.id && <Form.Item name="valid_until" label={words.validUntil}><Moment placeholder={words.forever} /></Form.Item>}
      </div>
      {row === null && <Form.Item name="implement" valuePropName="checked"><Checkbox>{words.implement}</Checkbox></Form.Item>}
    </FormDialog>
  )
}

interface KindProps {
  readonly disabled: boolean
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: TenantRow['kind']
  readonly onChange?: (kind: TenantRow['kind']) => void
}

function KindSelect({ disabled, id = '', value, onChange }: KindProps): ReactNode {
  const words = useWords()
  const founded = useMayFound()
  const kinds = disabled && value !== undefined ? [value] : founded
  return <Select id={id} disabled={disabled} options={kinds.map((kind) => ({ value: kind, label: words[kind] }))} {...(value === undefined ? {} : { value })} {...(onChange === undefined ? {} : { onChange })} />
}

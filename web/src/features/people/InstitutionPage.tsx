import '@/shared/ui/list.css'
import './grants.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Form, Input, Space, Spin } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { useSaving } from '@/shared/ui/useSaving'

import { useGrantWords } from './grantWords'
import { PhotoWall } from './PhotoWall'
import { useMay } from './useOptions'

type Sheet = Answer<'/api/access/show-institution'>

interface Fields {
  readonly address: string
  readonly phone: string
  readonly introduction?: string
  readonly photo_ids: readonly string[]
}

/** The institution's own information with photos: saved it is only to be read, until it is to be changed (机构信息). */
export default function InstitutionPage(): ReactNode {
  const { post } = useBackend()
  const [editing, setEditing] = useState(false)
  const { data, error } = useQuery({ queryKey: ['people', 'institution'], queryFn: () => post('/api/access/show-institution', {}) })
  if (error !== null && data === undefined) return <Alert type="error" showIcon title={explain(error)} />
  if (data === undefined) return <Spin size="large" className="whole" />
  return <main className="page">{editing ? <Editing sheet={data} onDone={() => setEditing(false)} /> : <Reading sheet={data} onModify={() => setEditing(true)} />}</main>
}

function Reading({ sheet, onModify }: { readonly sheet: Sheet; readonly onModify: () => void }): ReactNode {
  const words = useGrantWords()
  const may = useMay()('access.edit_institution')
  return (
    <Card title={words.info} data-testid="institution" extra={may && <Button type="primary" data-testid="modify" onClick={onModify}>{words.modify}</Button>}>
      <h3 className="form-part">{words.photos}</h3>
      <PhotoWall value={sheet.photos.map(({ file_id }) => file_id)} />
      <h3 className="form-part">{words.basics}</h3>
      <Facts sheet={sheet} whole />
    </Card>
  )
}

function Facts({ sheet, whole }: { readonly sheet: Sheet; readonly whole: boolean }): ReactNode {
  const words = useGrantWords()
  const kept = [[words.institution, sheet.name], [words.shortName, sheet.short_name], [words.region, sheet.region], [words.hospitalType, sheet.hospital_type], [words.grade, sheet.grade]] as const
  const own = [[words.address, sheet.address], [words.phone, sheet.phone], [words.introduction, sheet.introduction]] as const
  return (
    <dl className="institution-facts">
      {[...kept, ...(whole ? own : [])].map(([label, text]) => [<dt key={label}>{label}</dt>, <dd key={`${label}:`}>{text === '' ? '—' : text}</dd>])}
    </dl>
  )
}

function Editing({ sheet, onDone }: { readonly sheet: Sheet; readonly onDone: () => void }): ReactNode {
  const words = useGrantWords()
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { post } = useBackend()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const { busy, save } = useSaving(form, { 'access.too_many_photos': 'photo_ids' })
  const submit = async (given: Fields) => {
    if (!(await save(() => post('/api/access/save-institution', { ...given, introduction: given.introduction ?? '' }, 'command')))) return
    void message.success(t('form.saved'))
    await queries.invalidateQueries({ queryKey: ['people', 'institution'] })
    onDone()
  }
  const needed = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  const initial = { address: sheet.address, phone: sheet.phone, introduction: sheet.introduction, photo_ids: sheet.photos.map(({ file_id }) => file_id) }
  const buttons = (
    <Space>
      <Button disabled={busy} onClick={onDone} data-testid="cancel">{words.cancel}</Button>
      <Button type="primary" htmlType="submit" loading={busy} data-testid="save">{words.save}</Button>
    </Space>
  )
  return (
    <Form<Fields> form={form} name="institution" layout="vertical" initialValues={initial} onFinish={(given) => void submit(given)} scrollToFirstError>
      <Card title={words.info} data-testid="institution-form" extra={buttons}>
        <h3 className="form-part">{words.photos}</h3>
        <Form.Item name="photo_ids"><PhotoWall /></Form.Item>
        <h3 className="form-part">{words.basics}</h3>
        <Facts sheet={sheet} whole={false} />
        <p className="institution-hint">{words.keptAbove}</p>
        <div className="form-pair">
          <Form.Item name="address" label={words.address} rules={needed(words.address)}><Input maxLength={100} /></Form.Item>
          <Form.Item name="phone" label={words.phone} rules={needed(words.phone)}><Input maxLength={30} /></Form.Item>
        </div>
        <Form.Item name="introduction" label={words.introduction}><Input.TextArea rows={5} maxLength={2000} showCount /></Form.Item>
      </Card>
    </Form>
  )
}

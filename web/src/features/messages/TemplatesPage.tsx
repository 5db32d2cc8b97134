import '@/shared/ui/list.css'
import './messages.css'

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Select, Table } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer, Body } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import { TemplateDialog } from './TemplateDialog'
import { TemplateVersions } from './TemplateVersions'
import { useWords } from './words'

export type TemplateRow = Answer<'/api/messages/list-templates'>[number]
type Wanted = Required<Body<'/api/messages/list-templates'>>

const KEY = ['message-templates']
const INITIAL: Wanted = { way: null, name: '', code: '', status: 'all' }
const WAYS = ['sms', 'wechat', 'mini_program', 'wecom', 'email', 'webhook'] as const

/** The words of messages on their ways, the latest change first (消息模板). */
export default function TemplatesPage(): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const [form] = Form.useForm<Wanted>()
  const [wanted, setWanted] = useState(INITIAL)
  const [editing, setEditing] = useState<TemplateRow | 'new' | null>(null)
  const [past, setPast] = useState<TemplateRow | null>(null)
  const { data, error, isPending } = useQuery({ queryKey: [...KEY, wanted], queryFn: () => post('/api/messages/list-templates', wanted), placeholderData: keepPreviousData })
  const zone = session.institution.time_zone
  const reset = () => {
    form.resetFields()
    setWanted(INITIAL)
  }
  return (
    <main className="page">
      <section className="list" aria-label={words.set.templates} data-testid="list-templates">
        {error !== null && <Alert banner type="warning" title={explain(error)} />}
        <Form<Wanted> form={form} layout="inline" className="list-filters" role="search" initialValues={INITIAL} onFinish={(given) => setWanted({ ...INITIAL, ...given, way: given.way ?? null })}>
          <Form.Item name="name" label={words.set.name}><Input allowClear /></Form.Item>
          <Form.Item name="code" label={words.set.code}><Input allowClear /></Form.Item>
          <Form.Item name="way" label={words.outbox.way}><Select allowClear placeholder={words.outbox.anyWay} options={WAYS.map((value) => ({ value, label: words.ways[value] }))} /></Form.Item>
          <Form.Item name="status" label={words.set.status}><Select options={[{ value: 'all', label: words.set.anyStatus }, { value: 'enabled', label: words.set.on }, { value: 'disabled', label: words.set.off }]} /></Form.Item>
          <span className="list-buttons">
            <Button type="primary" htmlType="submit" data-testid="query">{t('list.query')}</Button>
            <Button data-testid="reset" onClick={reset}>{t('list.reset')}</Button>
          </span>
        </Form>
        <div className="list-bar"><Button type="primary" data-testid="template-add" onClick={() => setEditing('new')}>{words.set.addTemplate}</Button></div>
        <Table<TemplateRow>
          rowKey={({ template }) => `${template.topic} ${template.way}`}
          size="middle"
          loading={isPending}
          dataSource={[...(data ?? [])]}
          scroll={{ x: 'max-content' }}
          columns={[
            { key: 'name', title: words.set.name, render: (_, { template }) => template.name },
            { key: 'code', title: words.set.code, className: 'figures', render: (_, { template }) => template.code },
            { key: 'way', title: words.outbox.way, render: (_, { template }) => words.ways[template.way] },
            { key: 'topic', title: words.set.topic, render: (_, { template }) => words.topics[template.topic] ?? template.topic },
            { key: 'status', title: words.set.status, render: (_, { template }) => (template.enabled ? words.set.on : words.set.off) },
            { key: 'version', title: words.set.version, dataIndex: 'version', align: 'right', className: 'figures' },
            { key: 'by', title: words.set.by, dataIndex: 'by_name' },
            { key: 'at', title: words.set.changed, className: 'figures', render: (_, row) => moment(row.at, zone) },
            {
              key: 'actions', title: t('list.actions'), fixed: 'right', render: (_, row) => (
                <span className="row-actions">
                  <Button type="link" size="small" data-testid="row-edit" onClick={() => setEditing(row)}>{words.set.edit}</Button>
                  <Button type="link" size="small" data-testid="row-versions" onClick={() => setPast(row)}>{words.set.versions}</Button>
                </span>
              ),
            },
          ]}
        />
      </section>
      {editing !== null && <TemplateDialog row={editing === 'new' ? null : editing} onSaved={() => queries.invalidateQueries({ queryKey: KEY })} onClose={() => setEditing(null)} />}
      {past !== null && <TemplateVersions row={past} zone={zone} onClose={() => setPast(null)} />}
    </main>
  )
}

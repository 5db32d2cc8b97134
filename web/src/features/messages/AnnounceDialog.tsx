import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import type { Level } from './types'
import { useWords } from './words'

interface Fields {
  readonly title: string
  readonly text: string
  readonly level: Level
  readonly roles: string[]
  readonly ways?: ('wecom' | 'wechat' | 'mini_program' | 'sms' | 'email')[]
}

interface Props {
  readonly onClose: () => void
}

const WAYS = ['wecom', 'wechat', 'mini_program', 'sms', 'email'] as const
const LEVELS: readonly Level[] = ['info', 'low', 'medium', 'high']
const MOST = 200

/** Tells everybody with a role something. */
export function AnnounceDialog({ onClose }: Props): ReactNode {
  const words = useWords()
  const { message } = App.useApp()
  const { post } = useBackend()
  const roles = useQuery({ queryKey: ['announce-roles'], queryFn: () => post('/api/access/list-roles', { institution: '', size: MOST, cursor: '' }) })
  const save = async (given: Fields) => {
    const { count } = await post('/api/messages/announce', { ...given, ways: given.ways ?? [], accounts: [], once: '' }, 'command')
    void message.success(words.outbox.announced(count))
  }
  const needed = (what: string) => [{ required: true, message: words.set.required(what) }]
  return (
    <FormDialog<Fields> title={words.outbox.announce} initial={{ level: 'info' }} told={null} onSave={save} onClose={onClose}>
      <Form.Item name="title" label={words.title} rules={needed(words.title)}><Input autoFocus maxLength={60} /></Form.Item>
      <Form.Item name="text" label={words.text} rules={needed(words.text)}><Input.TextArea rows={4} maxLength={500} showCount /></Form.Item>
      <Form.Item name="roles" label={words.outbox.roles} rules={needed(words.outbox.roles)}><Select mode="multiple" options={(roles.data?.rows ?? []).map((role) => ({ value: role.id, label: role.name }))} showSearch={{ optionFilterProp: 'label' }} /></Form.Item>
      <div className="form-pair">
        <Form.Item name="level" label={words.levelName}><Select options={LEVELS.map((value) => ({ value, label: words.level[value] }))} /></Form.Item>
        <Form.Item name="ways" label={words.outbox.alsoBy}><Select mode="multiple" options={WAYS.map((value) => ({ value, label: words.ways[value] }))} /></Form.Item>
      </div>
    </FormDialog>
  )
}

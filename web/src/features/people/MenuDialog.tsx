import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import type { MenuRow } from './MenusPage'
import { long, needed } from './rules'
import { useWords } from './words'

type Kind = MenuRow['kind']
type Level = MenuRow['level']

interface Fields {
  readonly kind: Kind
  readonly zh: string
  readonly en: string
  readonly order: number
  readonly page?: string
  readonly permission?: string
  readonly level: Level
}

interface Props {
  /** The menu to change, or null to add one below `parent` (null: a workstation). */
  readonly row: MenuRow | null
  readonly parent: MenuRow | null
  readonly permissions: readonly string[]
  readonly onClose: () => void
}

/** What may hang below what: directory, menu, menu, button. */
const BELOW: Readonly<Record<Kind, readonly Kind[]>> = {
  workstation: ['directory'], directory: ['menu'], menu: ['menu', 'button'], button: [],
}
const STEP = 100

/** Adds or changes an entry of the menu tree; siblings stand by their number, ascending. */
export function MenuDialog({ row, parent, permissions, onClose }: Props): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const queries = useQueryClient()
  const kinds: readonly Kind[] = row !== null ? [row.kind] : parent === null ? ['workstation'] : BELOW[parent.kind]
  const save = async ({ kind, page = '', permission = '', ...rest }: Fields) => {
    await (row === null
      ? post('/api/access/add-menu', { ...rest, kind, page: page.trim(), permission, parent: parent?.id ?? '' }, 'command')
      : post('/api/access/edit-menu', { ...rest, page: page.trim(), permission, menu_id: row.id, parent: null }, 'command'))
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  const title = row !== null ? `${words.editMenu} ${row.zh}` : parent === null ? words.addStation : `${words.addBelow} ${parent.zh}`
  const initial: Partial<Fields> = row ?? { order: STEP, level: parent?.level ?? 'ordinary', ...(kinds[0] === undefined ? {} : { kind: kinds[0] }) }
  const levels: readonly Level[] = ['platform', 'regional', 'ordinary']
  return (
    <FormDialog<Fields> title={title} initial={initial} onSave={save} onClose={onClose} at={{ 'access.menu_misplaced': 'kind' }}>
      <Form.Item name="kind" label={words.kindOf} rules={needed(words, words.kindOf)}><Select<Kind> disabled={kinds.length < 2} options={kinds.map((kind) => ({ value: kind, label: words[kind] }))} /></Form.Item>
      <div className="form-pair">
        <Form.Item name="zh" label={words.zhName} rules={long(words, words.zhName, 1, 30)}><Input autoFocus /></Form.Item>
        <Form.Item name="en" label={words.enName} rules={long(words, words.enName, 1, 30)}><Input /></Form.Item>
        <Form.Item name="order" label={words.order} rules={needed(words, words.order)}><InputNumber min={0} max={100_000} precision={0} className="wide" /></Form.Item>
        <Form.Item name="level" label={words.level}><Select<Level> options={levels.map((level) => ({ value: level, label: words.levels[level] }))} /></Form.Item>
      </div>
      <Form.Item noStyle shouldUpdate={(before: Fields, after: Fields) => before.kind !== after.kind}>
        {({ getFieldValue }) => {
          const kind = getFieldValue('kind') as Kind | undefined
          if (kind === 'menu') return <Form.Item name="page" label={words.page}><Input maxLength={60} /></Form.Item>
          if (kind === 'button') return <Form.Item name="permission" label={words.permission} rules={needed(words, words.permission)}><Select showSearch options={permissions.map((value) => ({ value, label: value }))} /></Form.Item>
          return null
        }}
      </Form.Item>
    </FormDialog>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'
import { CursorList } from '@/shared/ui/CursorList'
import { FormDialog } from '@/shared/ui/FormDialog'
import { RowActions } from '@/shared/ui/RowActions'
import { useConfirm } from '@/shared/ui/useConfirm'

import { long } from './rules'
import { useMay } from './useOptions'
import { useWords } from './words'

type Row = Answer<'/api/access/list-departments'>['rows'][number]

interface Fields {
  readonly name: string
  readonly number: string
}

/** The departments of an institution (科室管理). */
export default function DepartmentsPage(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const may = useMay()('access.edit_departments')
  const queries = useQueryClient()
  const [editing, setEditing] = useState<Row | 'new' | null>(null)
  const row = editing === 'new' ? null : editing
  const save = async (given: Fields) => {
    await (row === null
      ? post('/api/access/add-department', { ...given, institution: '' }, 'command')
      : post('/api/access/edit-department', { ...given, department_id: row.id }, 'command'))
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  return (
    <main className="page">
      <CursorList<Row, Fields>
        label={words.departments}
        name="departments"
        initial={{ name: '', number: '' }}
        ask={(filters, part) => post('/api/access/list-departments', { ...filters, institution: '', ...part })}
        filters={<>
          <Form.Item name="name" label={words.departmentName}><Input allowClear /></Form.Item>
          <Form.Item name="number" label={words.departmentNumber}><Input allowClear /></Form.Item>
        </>}
        bar={may && <Button type="primary" data-testid="add" onClick={() => setEditing('new')}>{words.addDepartment}</Button>}
        columns={useColumns(setEditing)}
        rowKey={({ id }) => id}
      />
      {editing !== null && (
        <FormDialog<Fields> title={row === null ? words.addDepartment : words.editDepartment} initial={row ?? {}} onSave={save} onClose={() => setEditing(null)} at={{ 'access.name_taken': 'number' }}>
          <Form.Item name="name" label={words.departmentName} rules={long(words, words.departmentName, 1, 50)}><Input autoFocus /></Form.Item>
          <Form.Item name="number" label={words.departmentNumber} rules={long(words, words.departmentNumber, 1, 20)}><Input /></Form.Item>
        </FormDialog>
      )}
    </main>
  )
}

function useColumns(edit: (row: Row) => void): TableColumnsType<Row> {
  const words = useWords()
  const { t } = useTranslation()
  const { post, session } = useBackend()
  const { confirm } = useConfirm()
  const queries = useQueryClient()
  const may = useMay()('access.edit_departments')
  const remove = (row: Row) => confirm({
    title: words.askDelete,
    content: row.name,
    work: () => post('/api/access/delete-department', { department_id: row.id }, 'command').finally(() => void queries.invalidateQueries({ queryKey: ['people'] })),
  })
  const columns: TableColumnsType<Row> = [
    { key: 'name', title: words.departmentName, dataIndex: 'name' },
    { key: 'number', title: words.departmentNumber, dataIndex: 'number' },
    { key: 'created', title: words.createdAt, className: 'figures', render: (_, row) => moment(row.created_at, session.institution.time_zone) },
  ]
  if (!may) return columns
  return [...columns, {
    key: 'actions', title: t('list.actions'), fixed: 'right',
    render: (_, row) => <RowActions name={row.name} actions={[{ key: 'edit', label: words.edit, onClick: () => edit(row) }, { key: 'delete', label: words.delete, danger: true, onClick: () => remove(row) }]} />,
  }]
}

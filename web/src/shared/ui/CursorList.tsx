import './list.css'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { explain } from '@/shared/i18n/explain'

/** A page of a list that goes on by cursor. */
export interface CursorPage<T> {
  readonly rows: readonly T[]
  readonly cursor: string | null
}

/** Which part of the list is wanted. */
export interface Part {
  readonly cursor: string
  readonly size: number
}

interface Props<T, F extends object> {
  readonly label: string
  /** What it is called in the page and among the questions asked: `people/<name>` is asked anew after live changes. */
  readonly name: string
  readonly ask: (filters: F, part: Part) => Promise<CursorPage<T>>
  readonly initial: F
  /** `Form.Item`s with the names of the filters. */
  readonly filters?: ReactNode
  readonly bar?: ReactNode
  readonly columns: TableColumnsType<T>
  readonly rowKey: (row: T) => string
  /** Also asked again every so many milliseconds. */
  readonly every?: number
}

const SIZE = 20

/** A list with filters, Query (查询) and Reset (重置), page by page; it follows what changes. */
export function CursorList<T, F extends object>({ label, name, ask, initial, filters, bar, columns, rowKey, every }: Props<T, F>): ReactNode {
  const { t } = useTranslation()
  const [form] = Form.useForm<F>()
  const [wanted, setWanted] = useState(initial)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1) ?? ''
  const found = useQuery({
    queryKey: ['people', name, wanted, cursor],
    queryFn: () => ask(wanted, { cursor, size: SIZE }),
    placeholderData: keepPreviousData,
    refetchInterval: every ?? false,
  })
  const query = (given: F) => {
    setWanted(tidy(initial, given))
    setCursors([])
    void found.refetch()
  }
  const reset = () => {
    form.resetFields()
    query(initial)
  }
  return (
    <section className="list" aria-label={label} data-testid={`list-${name}`}>
      {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
      {filters !== undefined && (
        <Form<F> form={form} layout="inline" className="list-filters" role="search" initialValues={initial} onFinish={query}>
          {filters}
          <span className="list-buttons">
            <Button type="primary" htmlType="submit" data-testid="query">{t('list.query')}</Button>
            <Button data-testid="reset" onClick={reset}>{t('list.reset')}</Button>
          </span>
        </Form>
      )}
      {bar !== undefined && <div className="list-bar">{bar}</div>}
      <Table<T>
        rowKey={rowKey}
        size="middle"
        columns={columns}
        dataSource={found.data?.rows ?? []}
        loading={found.isPending || found.isPlaceholderData}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <p className="calm">{t('list.empty')}</p> }}
      />
      <nav className="list-pager" aria-label={t('list.pages')}>
        <Button disabled={cursors.length === 0} data-testid="previous" onClick={() => setCursors(cursors.slice(0, -1))}>{t('list.previous')}</Button>
        <span>{t('list.page', { number: cursors.length + 1 })}</span>
        <Button disabled={(found.data?.cursor ?? null) === null} data-testid="next" onClick={() => setCursors([...cursors, found.data?.cursor ?? ''])}>{t('list.next')}</Button>
      </nav>
    </section>
  )
}

/** What was left alone is as it was at first. */
function tidy<F extends object>(initial: F, given: F): F {
  const kept = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  return { ...initial, ...Object.fromEntries(kept.map(([field, value]) => [field, typeof value === 'string' ? value.trim() : (value as unknown)])) }
}

import './resource.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Spin } from 'antd'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import type { DrawnPage, Row, Values } from '@/shared/resources/description'
import { inWords } from '@/shared/resources/values'

import { ColumnsButton } from './ColumnsButton'
import { FilterBar } from './FilterBar'
import { Pager } from './Pager'
import { RowDrawer } from './RowDrawer'
import { RowForm } from './RowForm'
import { RowTable } from './RowTable'
import { SheetButtons } from './SheetButtons'
import { useKept } from './useKept'
import { useListQuery } from './useListQuery'
import { useRows } from './useRows'
import { useRowVerbs } from './useRowVerbs'
import { useWords } from './words'
import { ViewsButton } from './ViewsButton'

/** What a page adds to what is drawn from the description. */
export interface Additions {
  /** Buttons (`<Button type="link" size="small">`) beside those of the row. Keep it the same between renders. */
  readonly actions?: (row: Row) => ReactNode
  /** What a double click on a row does; without it, it opens the row to read. */
  readonly onOpen?: (row: Row) => void
  /** Stands in the bar above the table, after the page's own buttons; it may look at what the list shows. */
  readonly bar?: ReactNode | ((listed: Listed) => ReactNode)
  /** What the jobs are called here; they are then also offered where the list itself is neither imported nor exported. */
  readonly jobsName?: string
}

/** What a list shows: by which filters, and which of its rows are ticked. */
export interface Listed {
  readonly filters: Values
  readonly chosen: readonly string[]
  readonly sort: string
  readonly sortBy: (sort: string) => void
  /** Shows the account's jobs. */
  readonly openJobs: () => void
}

/** A declared list page, drawn from its description. */
export function ResourcePage({ path, ...additions }: Additions & { readonly path: string }): ReactNode {
  const { post } = useBackend()
  const drawn = useQuery({ queryKey: ['page', path], queryFn: () => post('/api/lists/describe-page', { path }) })
  if (drawn.error !== null) return <Alert type="error" showIcon title={explain(drawn.error)} />
  if (drawn.data === undefined) return <Spin size="large" className="whole" />
  return <Drawn key={path} drawn={drawn.data} {...additions} />
}

type Dialog = { readonly is: 'form' | 'sheet'; readonly row: Row | null } | null

function Drawn({ drawn, actions, onOpen, bar, jobsName }: Additions & { readonly drawn: DrawnPage }): ReactNode {
  const { description } = drawn
  const words = useWords()
  const { i18n } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const list = useListQuery(description)
  const { page, loading, error } = useRows(description, list.query)
  const [dialog, setDialog] = useState<Dialog>(null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [jobs, setJobs] = useState(false)
  const kept = useKept(drawn)
  const done = useCallback(() => {
    setChosen([])
    void queries.invalidateQueries({ queryKey: ['resource', description.path] })
  }, [queries, description.path])
  const changes = useRowVerbs(description, done)
  const verbs = useMemo(
    () => ({ ...changes, view: (row: Row) => setDialog({ is: 'sheet', row }), edit: (row: Row) => setDialog({ is: 'form', row }) }),
    [changes],
  )
  const rows = page?.rows ?? []
  // An opened sheet shows the row as it is now; one that has left the list stays as it was.
  const sheet = dialog?.is === 'sheet' ? (rows.find((row) => row.id === dialog.row?.id) ?? dialog.row) : null
  const picked = rows.filter((row) => chosen.includes(row.id))
  const label = inWords(description.label, i18n.language)
  const save = (name: string) => kept.save(name, { ...list.filters, sort: list.sort }).then(() => void message.success(words.viewSaved))
  return (
    <section className="resource" aria-label={label} data-testid={`resource-${description.path}`}>
      {error !== null && <Alert banner type="warning" title={`${words.stale} · ${explain(error)}`} />}
      <FilterBar filters={description.filters} values={list.filters} onQuery={list.search} onReset={list.reset} />
      <div className="resource-bar">
        {description.may.includes('create') && (
          <Button type="primary" data-testid="add" onClick={() => setDialog({ is: 'form', row: null })}>{words.add(label)}</Button>
        )}
        {description.may.includes('sync') && <Button data-testid="sync" onClick={changes.sync}>{words.sync}</Button>}
        {typeof bar === 'function' ? bar({ filters: list.filters, chosen, sort: list.sort, sortBy: list.sortBy, openJobs: () => setJobs(true) }) : bar}
        <SheetButtons description={description} asked={{ ...list.filters, sort: list.sort }} chosen={chosen} jobs={jobs} onJobs={setJobs} {...(jobsName === undefined ? {} : { jobsName })} />
        {picked.length > 0 && (
          <>
            <span data-testid="chosen">{words.chosen(picked.length)}</span>
            {description.may.includes('enable') && <Button onClick={() => changes.enable(picked, true)}>{words.enable}</Button>}
            {description.may.includes('enable') && <Button onClick={() => changes.enable(picked, false)}>{words.disable}</Button>}
            {description.may.includes('delete') && (
              <Button danger data-testid="delete-chosen" onClick={() => changes.remove(picked)}>{words.delete}</Button>
            )}
          </>
        )}
        <span className="resource-end">
          <ViewsButton views={drawn.views} onOpen={list.open} onSave={save} onDrop={kept.drop} />
          <ColumnsButton fields={description.fields} columns={kept.columns} onChange={kept.keepColumns} />
        </span>
      </div>
      <RowTable
        description={description}
        fields={kept.fields}
        rows={rows}
        loading={loading || page === undefined}
        filtered={Object.keys(list.filters).length > 0}
        sort={list.sort}
        chosen={chosen}
        verbs={verbs}
        onSort={list.sortBy}
        onChoose={setChosen}
        onOpen={onOpen ?? verbs.view}
        {...(actions === undefined ? {} : { actions })}
      />
      {page !== undefined && (
        <Pager
          page={page}
          number={list.number}
          size={list.size}
          onPrevious={list.back}
          onNext={() => page.next !== null && list.forward(page.next)}
          onSize={list.setSize}
        />
      )}
      {dialog?.is === 'form' && (
        <RowForm
          description={description}
          row={dialog.row}
          onClose={() => {
            setDialog(null)
            done()
          }}
        />
      )}
      <RowDrawer description={description} row={sheet} people={page?.people ?? {}} onClose={() => setDialog(null)} />
    </section>
  )
}

import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'

import { Moment } from '@/shared/ui/Moment'

import { useWords } from './words'

export interface LogQuery {
  readonly institution: string
  readonly institution_name: string
  readonly span: '7d' | '1m' | '3m' | 'custom'
  readonly since: string | null
  readonly until: string | null
}

export const LAST_WEEK: LogQuery = { institution: '', institution_name: '', span: '7d', since: null, until: null }

/** Whose log, and of which time; only the custom span lets one edit the range. */
export function LogFilters(): ReactNode {
  const words = useWords()
  const spans = (['7d', '1m', '3m', 'custom'] as const).map((value) => ({ value, label: words.span[value] }))
  return (
    <>
      <Form.Item name="institution_name" label={words.institution}><Input allowClear data-testid="filter-institution" /></Form.Item>
      <Form.Item name="span" label={words.time} data-testid="filter-span"><Select options={spans} /></Form.Item>
      <Form.Item noStyle shouldUpdate={(before: LogQuery, after: LogQuery) => before.span !== after.span}>
        {({ getFieldValue }) => getFieldValue('span') === 'custom' && (
          <>
            <Form.Item name="since" label={words.from}><Moment /></Form.Item>
            <Form.Item name="until" label={words.until}><Moment /></Form.Item>
          </>
        )}
      </Form.Item>
    </>
  )
}

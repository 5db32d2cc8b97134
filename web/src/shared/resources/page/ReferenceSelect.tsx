import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useDeferredValue, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { RowPage, Target } from '@/shared/resources/description'
import { textOf } from '@/shared/resources/values'

import { run } from './run'

const OFFERED = 50

interface Props {
  readonly id?: string
  readonly target: Target
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
  /** What the value that is there is called, while nothing has been asked yet. */
  readonly named?: string
  readonly placeholder: string
  /** Whether disabled rows are offered too: to look for, not to choose anew. */
  readonly all?: boolean
}

/** Chooses a row of another resource, found by typing. */
export function ReferenceSelect({ id, target, value, onChange, named, placeholder, all = false }: Props): ReactNode {
  const { post } = useBackend()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['reference', target.list, search],
    queryFn: () => run<RowPage>(post, target.list, { limit: OFFERED, ...(target.searchable && search !== '' ? { [target.shows]: search } : {}) }),
    staleTime: 5000,
  })
  const rows = found.data?.rows ?? []
  const offered = rows.filter((row) => all || row.enabled === true || row.id === value)
  const options = offered.map((row) => ({ value: row.id, label: textOf(row, target.shows) }))
  const known = value === undefined || options.some((option) => option.value === value)
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      allowClear
      showSearch={target.searchable ? { filterOption: false, onSearch: setTyped } : { optionFilterProp: 'label' }}
      placeholder={placeholder}
      loading={found.isFetching}
      options={known || named === undefined ? options : [{ value, label: named }, ...options]}
      onChange={(next) => onChange?.(next)}
    />
  )
}

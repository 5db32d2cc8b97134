import { useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Description, Values } from '@/shared/resources/description'
import { asked } from '@/shared/resources/values'
import { firstWindows } from '@/shared/resources/window'
import { recall, remember } from '@/shared/ui/stored'

import { PAGE_SIZES } from './Pager'

const SIZE = 'resource.size'

/** What is asked of a list: filters, order, and which page. */
export interface ListQuery {
  readonly filters: Values
  readonly sort: string
  readonly size: number
  /** From 1. */
  readonly number: number
  readonly query: Values
  readonly search: (form: Values) => void
  readonly reset: () => void
  readonly open: (saved: Values) => void
  readonly sortBy: (sort: string) => void
  readonly setSize: (size: number) => void
  readonly forward: (cursor: string) => void
  readonly back: () => void
}

interface State {
  readonly filters: Values
  readonly sort: string
  readonly cursors: readonly string[]
}

// Filters may hold names of people: they last as long as this page of the browser is open and are not written anywhere.
const LAST = new Map<string, State>()

export function useListQuery(description: Description): ListQuery {
  const zone = useBackend().session.institution.time_zone
  const initial: State = { filters: firstWindows(description.filters, zone, new Date()), sort: description.sort, cursors: [] }
  const [state, setState] = useState<State>(() => LAST.get(description.path) ?? initial)
  const [size, setSize] = useState(() => PAGE_SIZES.find((one) => String(one) === recall(SIZE)) ?? PAGE_SIZES[0])
  const become = (next: State) => {
    LAST.set(description.path, next)
    setState(next)
  }
  const cursor = state.cursors.at(-1)
  return {
    filters: state.filters,
    sort: state.sort,
    size,
    number: state.cursors.length + 1,
    query: { ...state.filters, sort: state.sort, limit: size, ...(cursor === undefined ? {} : { cursor }) },
    search: (form) => become({ ...state, filters: asked(description.filters, form), cursors: [] }),
    reset: () => become(initial),
    open: ({ sort, ...filters }) =>
      become({ filters: asked(description.filters, filters), sort: typeof sort === 'string' ? sort : description.sort, cursors: [] }),
    sortBy: (sort) => become({ ...state, sort, cursors: [] }),
    setSize: (next) => {
      const known = PAGE_SIZES.find((one) => one === next) ?? PAGE_SIZES[0]
      remember(SIZE, String(known))
      setSize(known)
      become({ ...state, cursors: [] })
    },
    forward: (next) => become({ ...state, cursors: [...state.cursors, next] }),
    back: () => become({ ...state, cursors: state.cursors.slice(0, -1) }),
  }
}

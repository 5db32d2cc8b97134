import { Button, Select } from 'antd'
import type { ReactNode } from 'react'

import type { RowPage } from '@/shared/resources/description'

import { useWords } from './words'

export const PAGE_SIZES = [20, 50, 100] as const

interface Props {
  readonly page: RowPage
  /** From 1. */
  readonly number: number
  readonly size: number
  readonly onPrevious: () => void
  readonly onNext: () => void
  readonly onSize: (size: number) => void
}

/** Pages forwards and backwards; there is no jumping, because a list may have millions of rows. */
export function Pager({ page, number, size, onPrevious, onNext, onSize }: Props): ReactNode {
  const words = useWords()
  return (
    <nav className="resource-pager">
      <span data-testid="total">{words.total(page.total, page.more)}</span>
      <Button data-testid="previous" disabled={number === 1} onClick={onPrevious}>{words.previous}</Button>
      <span>{words.page(number)}</span>
      <Button data-testid="next" disabled={page.next === null} onClick={onNext}>{words.next}</Button>
      <Select value={size} onChange={onSize} options={PAGE_SIZES.map((count) => ({ value: count, label: words.perPage(count) }))} />
    </nav>
  )
}

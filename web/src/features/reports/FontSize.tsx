import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'

import { recall, remember } from '@/shared/ui/stored'

import { useWords } from './words'

const KEPT = 'reports.font'
const USUAL = 16
const STEP = 2
const LEAST = 12
const MOST = 32

/** The size of the report's text in pixels, remembered in this browser. */
export function useFontSize(): readonly [number, (size: number) => void] {
  const [size, setSize] = useState(() => {
    const kept = Number(recall(KEPT) ?? USUAL)
    return kept >= LEAST && kept <= MOST ? kept : USUAL
  })
  const choose = (next: number) => {
    const fits = Math.min(MOST, Math.max(LEAST, next))
    remember(KEPT, String(fits))
    setSize(fits)
  }
  return [size, choose]
}

interface Props {
  readonly size: number
  readonly onSize: (size: number) => void
}

/** Larger, smaller, as usual (字号, RIS-352). */
export function FontSize({ size, onSize }: Props): ReactNode {
  const words = useWords()
  return (
    <Space.Compact role="group" aria-label={words.font} data-testid="font" data-size={size}>
      <Button size="small" data-testid="font-larger" aria-label={words.larger} title={words.larger} disabled={size >= MOST} onClick={() => onSize(size + STEP)}>A+</Button>
      <Button size="small" data-testid="font-smaller" aria-label={words.smaller} title={words.smaller} disabled={size <= LEAST} onClick={() => onSize(size - STEP)}>A−</Button>
      <Button size="small" data-testid="font-reset" aria-label={words.reset} title={words.reset} onClick={() => onSize(USUAL)}>A</Button>
    </Space.Compact>
  )
}

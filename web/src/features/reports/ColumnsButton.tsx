import { Button, Popover, Switch } from 'antd'
import { type ReactNode, useState } from 'react'

import { recall, remember } from '@/shared/ui/stored'

import { type Column, COLUMNS } from './listColumns'
import { useWords } from './words'

const KEPT = 'reports.columns'

/** Which columns are shown, remembered in this browser; who it concerns is never in there. */
export function useColumns(): readonly [readonly Column[], (shown: readonly Column[]) => void] {
  const [shown, setShown] = useState<readonly Column[]>(() => {
    const kept = (recall(KEPT) ?? '').split(',')
    const known = COLUMNS.filter((column) => kept.includes(column))
    return known.length === 0 ? COLUMNS : known
  })
  const choose = (next: readonly Column[]) => {
    const kept = COLUMNS.filter((column) => next.includes(column))
    remember(KEPT, kept.join(','))
    setShown(kept)
  }
  return [shown, choose]
}

interface Props {
  readonly shown: readonly Column[]
  readonly onChange: (shown: readonly Column[]) => void
}

/** 自定义表头: switched on it is shown, off it is hidden (RIS-211). */
export function ColumnsButton({ shown, onChange }: Props): ReactNode {
  const words = useWords()
  const content = (
    <div className="report-columns">
      {COLUMNS.map((column) => (
        <label key={column}>
          <Switch
            size="small"
            data-testid={`column-${column}`}
            aria-label={words.columns[column]}
            checked={shown.includes(column)}
            disabled={shown.length === 1 && shown[0] === column}
            onChange={(on) => onChange(on ? [...shown, column] : shown.filter((one) => one !== column))}
          />
          {words.columns[column]}
        </label>
      ))}
      <Button size="small" onClick={() => onChange(COLUMNS)}>{words.columnsReset}</Button>
    </div>
  )
  return <Popover trigger="click" placement="bottomLeft" content={content}><Button data-testid="columns">{words.columnSettings}</Button></Popover>
}

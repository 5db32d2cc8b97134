import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface RowAction {
  readonly key: string
  readonly label: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onClick: () => void
}

const SHOWN = 2

/** The first two actions of a row, the rest behind "…". */
export function RowActions({ name, actions }: { readonly name: string; readonly actions: readonly RowAction[] }): ReactNode {
  const { t } = useTranslation()
  const rest = actions.slice(SHOWN)
  const items = rest.map(({ key, label, danger = false, disabled = false, onClick }) => ({ key, label: <span data-testid={`row-${key}`}>{label}</span>, danger, disabled, onClick }))
  return (
    <div className="row-actions">
      {actions.slice(0, SHOWN).map(({ key, label, danger = false, disabled = false, onClick }) => (
        <Button key={key} type="link" size="small" danger={danger} disabled={disabled} data-testid={`row-${key}`} onClick={onClick}>{label}</Button>
      ))}
      {rest.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items }}>
          <Button type="text" size="small" data-testid="row-more" aria-label={`${t('list.more')} ${name}`}>…</Button>
        </Dropdown>
      )}
    </div>
  )
}

import { Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { type ActionName, actionsFor } from './actions'
import { useDesk } from './backend'
import { type LineRow, who } from './row'

interface Props {
  readonly row: LineRow
  readonly busy: ReadonlySet<string>
  /** Whether this row's finish is being confirmed. */
  readonly confirming: boolean
  readonly onAct: (name: ActionName, row: LineRow) => void
  readonly onConfirm: (row: LineRow, finished: boolean) => void
}

export function RowActions({ row, busy, confirming, onAct, onConfirm }: Props): ReactNode {
  const { t } = useTranslation()
  const { session } = useDesk()
  return (
    <div className="row-actions">
      {actionsFor(row.state, session.account.permissions).map(({ name }, index) => {
        const button = (
          <Button
            key={name}
            data-testid={`action-${name}`}
            type={index === 0 ? 'primary' : 'default'}
            ghost={index === 0 && row.state === 'waiting'}
            loading={busy.has(`${row.ticket_id}:${name}`)}
            aria-label={`${t(`action.${name}`)} ${who(row)}`}
            onClick={(event) => {
              event.stopPropagation()
              onAct(name, row)
            }}
          >
            {t(`action.${name}`)}
          </Button>
        )
        if (name !== 'finish') return button
        return (
          <Popconfirm
            key={name}
            open={confirming}
            title={t('confirm.finish')}
            description={t('confirm.finishDetail', { who: who(row) })}
            okText={t('confirm.ok')}
            cancelText={t('confirm.cancel')}
            okButtonProps={{ autoFocus: true }}
            placement="topRight"
            destroyOnHidden
            onConfirm={() => onConfirm(row, true)}
            onCancel={() => onConfirm(row, false)}
            onOpenChange={(open) => !open && onConfirm(row, false)}
          >
            {button}
          </Popconfirm>
        )
      })}
    </div>
  )
}

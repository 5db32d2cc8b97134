import { Button, Popover } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}

/** What the keys do. */
export function HelpButton({ open, onOpen }: Props): ReactNode {
  const { t } = useTranslation()
  const keys: readonly [string, string][] = [
    ['↑ ↓', t('help.move')],
    ['Enter', t('help.enter')],
    ['F2', t('help.f2')],
    ['S', t('action.start')],
    ['P', t('action.pass')],
    ['F', t('action.finish')],
    ['R', t('action.change-room')],
    ['G', t('action.sign-in-again')],
    ['D', t('help.details')],
    ['?', t('help.self')],
  ]
  const content = (
    <dl className="keys">
      {keys.map(([key, meaning]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
  return (
    <Popover open={open} onOpenChange={onOpen} trigger="click" placement="bottomRight" title={t('help.title')} content={content}>
      <Button type="text" size="large" data-testid="help" aria-expanded={open}>
        <kbd>?</kbd> {t('help.open')}
      </Button>
    </Popover>
  )
}

import { DownOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import type { ReactNode } from 'react'

import { explain } from '@/shared/i18n/explain'
import { type Appearance, changeAppearance, useAppearance } from '@/shared/ui/appearance'

import type { Mode } from './useStations'
import { ME } from './usePage'
import { useShellWords } from './words'

interface Props {
  readonly name: string
  readonly mode: Mode
  readonly onMode: (mode: Mode) => void
  readonly onSignOut: () => Promise<void>
}

/** What one chooses for oneself, and the way out. */
export function AccountMenu({ name, mode, onMode, onSignOut }: Props): ReactNode {
  const words = useShellWords()
  const { message } = App.useApp()
  const { chosen } = useAppearance()
  const testable = (id: string, text: string) => <span data-testid={id}>{text}</span>
  const appearances: readonly Appearance[] = ['system', 'light', 'dark']
  const modes: readonly Mode[] = ['unified', 'station']
  const items: MenuProps['items'] = [
    { key: 'me', label: <a href={`#${ME}`} data-testid="me">{words.me}</a> },
    { type: 'divider' },
    { type: 'group', label: words.mode, children: modes.map((one) => ({ key: one, label: testable(`mode-${one}`, words[one]) })) },
    { type: 'group', label: words.appearance, children: appearances.map((one) => ({ key: one, label: testable(`appearance-${one}`, words[one]) })) },
    { type: 'divider' },
    { key: 'sign-out', label: testable('sign-out', words.signOut) },
  ]
  const onClick = ({ key }: { readonly key: string }) => {
    const appearance = appearances.find((one) => one === key)
    const next = modes.find((one) => one === key)
    if (appearance !== undefined) changeAppearance(appearance)
    else if (next !== undefined) onMode(next)
    else if (key === 'sign-out') onSignOut().catch((error: unknown) => void message.error(explain(error)))
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick, selectable: true, selectedKeys: [mode, chosen] }}>
      <Button type="text" className="header-account" data-testid="account-menu" aria-label={`${words.account} ${name}`}>
        <span data-testid="account-name">{name}</span> <DownOutlined />
      </Button>
    </Dropdown>
  )
}

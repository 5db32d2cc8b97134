import { AppstoreOutlined, DoubleLeftOutlined, DoubleRightOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Drawer, FloatButton } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'

import type { Session } from '@/shared/api/session'
import { recall, remember } from '@/shared/ui/stored'

import { AccountMenu } from './AccountMenu'
import { FunctionSearch } from './FunctionSearch'
import { Header } from './Header'
import { type Fn, functionsOf, type Station } from './menu'
import { Navigation, stationOf } from './Navigation'
import { useMode } from './useStations'
import { Shortcuts } from './Shortcuts'
import { StationTabs } from './StationTabs'
import { HOME } from './usePage'
import { useShellWords } from './words'

const COLLAPSED = 'collapsed'
const SHORTCUTS = 8
const OFTEN = 3

interface Props {
  readonly session: Session
  readonly title: string
  readonly stations: readonly Station[]
  readonly current: Fn | null
  /** Whether the page wants all the room there is: the navigation then starts folded. */
  readonly wide: boolean
  /** In the order of habit. */
  readonly frequent: readonly Fn[]
  readonly onSignOut: () => Promise<void>
  readonly children: ReactNode
}

/** Header, navigation and search around the page. With one function there is nothing to navigate. */
export function Shell({ session, title, stations, current, wide, frequent, onSignOut, children }: Props): ReactNode {
  const words = useShellWords()
  const [mode, setMode] = useMode()
  const [drawer, setDrawer] = useState(false)
  const [searching, setSearching] = useState(false)
  const [folded, setFolded] = useState(() => recall(COLLAPSED) === 'yes')
  const [unfolded, setUnfolded] = useState(false)
  const collapsed = wide ? !unfolded : folded
  const functions = functionsOf(stations)
  const several = functions.length > 1
  useSearchKey(several, () => setSearching(true))
  const collapse = () => {
    if (wide) setUnfolded(collapsed)
    else {
      remember(COLLAPSED, collapsed ? 'no' : 'yes')
      setFolded(!collapsed)
    }
  }
  const navigation = (narrow: boolean) => (
    <Navigation
      mode={mode}
      stations={stations}
      current={current}
      frequent={frequent.slice(0, OFTEN).map(({ page }) => page)}
      collapsed={!narrow && collapsed}
      onChosen={() => setDrawer(false)}
    />
  )
  const bar = () => (mode === 'station' ? <StationTabs stations={stations} current={stationOf(stations, current)} /> : <Shortcuts functions={frequent.slice(0, SHORTCUTS)} current={current} />)
  return (
    <div className="shell" data-several={several} data-collapsed={collapsed}>
      <a className="skip" href="#content" onClick={(event) => {
        event.preventDefault()
        document.getElementById('content')?.focus()
      }}>{words.skip}</a>
      <Header
        session={session}
        title={title}
        several={several}
        account={<AccountMenu name={session.account.name} mode={mode} onMode={setMode} onSignOut={onSignOut} />}
        onMenu={() => setDrawer(true)}
        onSearch={() => setSearching(true)}
      />
      {several && bar()}
      <div className="shell-body">
        {several && (
          <aside className="shell-side">
            {navigation(false)}
            <Button type="text" block icon={collapsed ? <DoubleRightOutlined /> : <DoubleLeftOutlined />} aria-label={collapsed ? words.expand : words.collapse} data-testid="collapse" data-folded={collapsed} onClick={collapse} />
          </aside>
        )}
        <div className="shell-page" id="content" tabIndex={-1}>{children}</div>
      </div>
      {several && (
        <Drawer open={drawer} placement="left" size={280} title={words.functions} onClose={() => setDrawer(false)} data-testid="menu-drawer">
          {mode === 'station' && <StationTabs stations={stations} current={stationOf(stations, current)} />}
          {navigation(true)}
        </Drawer>
      )}
      {several && mode === 'unified' && (
        <FloatButton.Group shape="circle" trigger="click" aria-label={words.quick} icon={<AppstoreOutlined />} data-testid="float">
          <FloatButton icon={<SearchOutlined />} tooltip={words.search} aria-label={words.search} onClick={() => setSearching(true)} data-testid="float-search" />
          <FloatButton icon={<AppstoreOutlined />} tooltip={words.home} aria-label={words.home} href={`#${HOME}`} data-testid="float-home" />
        </FloatButton.Group>
      )}
      {searching && <FunctionSearch functions={functions} onClose={() => setSearching(false)} />}
    </div>
  )
}

/** Ctrl-K or ⌘-K, wherever the cursor is. */
function useSearchKey(on: boolean, open: () => void): void {
  useEffect(() => {
    if (!on) return undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      open()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}

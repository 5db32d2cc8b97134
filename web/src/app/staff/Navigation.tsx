import { SearchOutlined } from '@ant-design/icons'
import { Input, Menu, type MenuProps, Tag } from 'antd'
import { type ReactNode, useState } from 'react'

import type { Language } from '@/shared/i18n/i18n'

import { iconOf } from './icons'
import { type Fn, functionsOf, type Group, groupsOf, searched, type Station } from './menu'
import type { Mode } from './useStations'
import { useLanguage, useShellWords } from './words'

type Item = NonNullable<MenuProps['items']>[number]

interface Props {
  readonly mode: Mode
  readonly stations: readonly Station[]
  readonly current: Fn | null
  /** The pages that are used most. */
  readonly frequent: readonly string[]
  readonly collapsed: boolean
  /** A function was chosen. */
  readonly onChosen: () => void
}

/** The navigation on the left, in the mode that the user has chosen. */
export function Navigation({ mode, stations, current, frequent, collapsed, onChosen }: Props): ReactNode {
  const words = useShellWords()
  const language = useLanguage()
  const [typed, setTyped] = useState('')
  const station = stationOf(stations, current)
  const groups = mode === 'station' ? (station?.groups ?? []) : groupsOf(stations)
  const found = searched(functionsOf(stations), typed)
  const item = (fn: Fn): Item => ({ key: fn.id, icon: iconOf(fn.page), label: <FunctionLink fn={fn} language={language} often={frequent.includes(fn.page) ? words.often : null} current={fn.id === current?.id} /> })
  const items = typed === '' ? groups.map((group) => branch(group, language, item)) : found.map(item)
  return (
    <nav className="shell-nav" aria-label={words.functions} data-testid="navigation" data-mode={mode}>
      {mode === 'unified' && !collapsed && (
        <div className="shell-nav-search">
          <Input
            allowClear
            prefix={<SearchOutlined />}
            value={typed}
            placeholder={words.searchHint}
            aria-label={words.search}
            data-testid="navigation-search"
            onChange={(event) => setTyped(event.target.value)}
            onPressEnter={() => {
              const best = found[0]
              if (best === undefined) return
              location.hash = best.page
              setTyped('')
              onChosen()
            }}
          />
          {typed !== '' && found.length === 0 && <p role="status">{words.nothingFound}</p>}
        </div>
      )}
      <Menu
        key={`${mode} ${String(collapsed)} ${mode === 'station' ? (station?.id ?? '') : ''} ${groups.map(({ id }) => id).join()}`}
        mode="inline"
        inlineIndent={16}
        inlineCollapsed={collapsed}
        items={items}
        selectedKeys={current === null ? [] : [current.id]}
        defaultOpenKeys={collapsed ? [] : groups.map(({ id }) => id)}
        onClick={({ key }) => {
          const fn = functionsOf(stations).find(({ id }) => id === key)
          if (fn !== undefined) location.hash = fn.page
          setTyped('')
          onChosen()
        }}
      />
    </nav>
  )
}

/** The workstation that a function belongs to; the first one when none is shown. */
export function stationOf(stations: readonly Station[], current: Fn | null): Station | undefined {
  return stations.find((station) => functionsOf([station]).some(({ id }) => id === current?.id)) ?? stations[0]
}

function branch(group: Group, language: Language, item: (fn: Fn) => Item): Item {
  return {
    key: group.id,
    icon: iconOf(group.id),
    label: <span data-testid={`group-${group.id}`}>{group.name[language]}</span>,
    children: group.functions.map(item),
  }
}

interface LinkProps {
  readonly fn: Fn
  readonly language: Language
  readonly often: string | null
  readonly current: boolean
}

function FunctionLink({ fn, language, often, current }: LinkProps): ReactNode {
  return (
    <a href={`#${fn.page}`} data-testid={`page-${fn.page}`} aria-current={current ? 'page' : undefined} tabIndex={-1}>
      {fn.name[language]}
      {often !== null && <Tag className="shell-often">{often}</Tag>}
    </a>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'

import type { Post } from '@/shared/api/post'
import type { Session } from '@/shared/api/session'
import { useDeltas } from '@/shared/live/useDeltas'
import { recall, remember } from '@/shared/ui/stored'

import { type Station, stationsOf } from './menu'
import { pagesFor } from './pages'

/** Three levels by workstation, or everything flat. */
export type Mode = 'station' | 'unified'

const MODE = 'navigation'

/** The navigation's mode, remembered in this browser. */
export function useMode(): readonly [Mode, (mode: Mode) => void] {
  const [mode, setMode] = useState<Mode>(() => (recall(MODE) === 'station' ? 'station' : 'unified'))
  const choose = (next: Mode) => {
    remember(MODE, next)
    setMode(next)
  }
  return [mode, choose]
}

const KEY = ['my-menus']
/** Another institution's rearranged menus are not told here: they are asked for once a minute, and when one comes back. */
const AGAIN_MS = 60_000
const NOTHING: readonly Station[] = []

/** What the account's menus offer that has a page here. */
export function useStations(post: Post, permissions: readonly string[]): readonly Station[] {
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: () => post('/api/access/my-menus', {}),
    refetchInterval: AGAIN_MS,
    refetchOnWindowFocus: true,
  })
  return useMemo(() => {
    const pages = pagesFor(permissions).map((page) => page.id)
    return data === undefined ? NOTHING : stationsOf(data.nodes, (page) => pages.includes(page.split('/', 1)[0] ?? ''))
  }, [data, permissions])
}

const GATHER_MS = 150

/** Follows changes of people, roles and menus: the lists that show them, the own rights and the navigation. */
export function useRights(session: Session, renew: () => Promise<boolean>): void {
  const queries = useQueryClient()
  const { account, institution } = session
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const mine = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])
  const look = () => {
    timer.current = undefined
    void queries.invalidateQueries({ queryKey: ['people'] })
    if (mine.current) void renew().then(() => queries.invalidateQueries({ queryKey: KEY }))
    mine.current = false
  }
  useDeltas(`access-rights:${institution.id}`, (key) => {
    mine.current ||= key === null || key === account.id || key === institution.id || key === 'menus' || account.roles.includes(key)
    timer.current ??= setTimeout(look, GATHER_MS)
  })
}

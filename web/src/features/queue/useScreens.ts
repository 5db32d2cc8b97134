import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'

import type { Answer, Body } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'

import { useDesk } from './backend'
import { useScreenWords } from './screenWords'

export type ScreenList = Answer<'/api/queue/list-screens'>
export type PairedScreen = ScreenList['screens'][number]
export type Names = Body<'/api/queue/choose-names'>['names']

const KEY = ['queue', 'screens'] as const
const EVERY_MS = 2000

export interface Screens {
  readonly list: ScreenList | undefined
  readonly error: unknown
  readonly busy: boolean
  readonly approve: (body: Body<'/api/queue/approve-screen'>) => Promise<boolean>
  readonly refuse: (digits: string) => Promise<boolean>
  readonly change: (body: Body<'/api/queue/change-screen'>) => Promise<boolean>
  readonly revoke: (code: string) => Promise<boolean>
  readonly chooseNames: (names: Names) => Promise<boolean>
}

/** The screens, asked for every two seconds while the page can be seen, and what can be done to them. */
export function useScreens(): Screens {
  const { post } = useDesk()
  const { message } = App.useApp()
  const { done } = useScreenWords()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const query = useQuery({
    queryKey: KEY,
    queryFn: () => post('/api/queue/list-screens', {}),
    refetchInterval: EVERY_MS,
    retry: false,
  })
  const act = async (what: Promise<unknown>, words: string): Promise<boolean> => {
    setBusy(true)
    try {
      await what
      void message.success({ content: words, duration: 2, key: 'done' })
      return true
    } catch (error) {
      void message.error(explain(error), 6)
      return false
    } finally {
      setBusy(false)
      void queries.invalidateQueries({ queryKey: KEY })
    }
  }
  return {
    list: query.data,
    error: query.error,
    busy,
    approve: (body) => act(post('/api/queue/approve-screen', body, 'command'), done.paired),
    refuse: (digits) => act(post('/api/queue/refuse-screen', { digits }, 'command'), done.refused),
    change: (body) => act(post('/api/queue/change-screen', body, 'command'), done.changed),
    revoke: (code) => act(post('/api/queue/revoke-screen', { code }, 'command'), done.revoked),
    chooseNames: (names) => act(post('/api/queue/choose-names', { names }, 'command'), done.names),
  }
}

import { App } from 'antd'
import { useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'

import type { Deed } from './model'
import { useWords } from './words'

type Outcome = Answer<'/api/alerts/close-alerts'>
const SHOWN_SECONDS = 6
const MOST = 200

/** A deed that asks something first, and for which alerts. */
export interface Asking {
  readonly deed: 'close' | 'shelve'
  readonly ids: readonly string[]
}

export interface Deeds {
  readonly asking: Asking | null
  readonly busy: boolean
  /** Does it, or asks what it needs to know first. */
  readonly begin: (deed: Deed, ids: readonly string[]) => void
  readonly close: (note: string, nuisance: boolean) => void
  readonly shelve: (until: string, note: string) => void
  readonly leave: () => void
}

/** What people do with alerts, one or many. */
export function useDeeds(done: () => void): Deeds {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [busy, setBusy] = useState(false)
  const carry = async (deed: Deed, work: () => Promise<Outcome>) => {
    setBusy(true)
    try {
      const outcome = await work()
      const refused = Object.keys(outcome.refused).length
      if (refused === 0) void message.success(words.told[deed])
      else void message.warning(words.partly(outcome.done.length, refused), SHOWN_SECONDS)
      setAsking(null)
    } catch (error) {
      void message.error(explain(error), SHOWN_SECONDS)
    } finally {
      setBusy(false)
      done()
    }
  }
  const ids = asking?.ids ?? []
  return {
    asking,
    busy,
    begin: (deed, all) => {
      const alert_ids = all.slice(0, MOST)
      if (alert_ids.length === 0) return
      if (deed === 'close' || deed === 'shelve') setAsking({ deed, ids: alert_ids })
      else if (deed === 'take') void carry(deed, () => post('/api/alerts/acknowledge-alerts', { alert_ids }, 'command'))
      else if (deed === 'giveBack') void carry(deed, () => post('/api/alerts/give-back-alerts', { alert_ids }, 'command'))
      else void carry(deed, () => post('/api/alerts/unshelve-alerts', { alert_ids }, 'command'))
    },
    close: (note, nuisance) => void carry('close', () => post('/api/alerts/close-alerts', { alert_ids: ids, note, nuisance }, 'command')),
    shelve: (until, note) => void carry('shelve', () => post('/api/alerts/shelve-alerts', { alert_ids: ids, until, note }, 'command')),
    leave: () => setAsking(null),
  }
}

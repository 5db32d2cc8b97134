import { App, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import type { Found } from './row'
import { useWords } from './words'

type Kind = 'visit_card' | 'checkup' | 'identity'
const KINDS: readonly Kind[] = ['visit_card', 'checkup', 'identity']

/** Looks a patient up by a number, with the orders that wait for him (RIS-030). */
export function Lookup({ onFound }: { readonly onFound: (found: Found) => void }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [kind, setKind] = useState<Kind>('visit_card')
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const look = async (text: string) => {
    const number = text.trim()
    if (number === '') return
    setBusy(true)
    try {
      onFound(await post('/api/registration/find-request', { kind, number }))
      setTyped('')
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="lookup">
      <Select aria-label={words.lookup} data-testid="lookup-kind" value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: words.lookupKind[value] }))} />
      <Input.Search
        data-testid="lookup"
        value={typed}
        loading={busy}
        enterButton={words.lookup}
        placeholder={words.lookupPlaceholder}
        onChange={(event) => setTyped(event.target.value)}
        onSearch={(text) => void look(text)}
      />
    </div>
  )
}

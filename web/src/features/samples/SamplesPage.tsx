import '@/shared/ui/list.css'

import './samples.css'

import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Checkbox } from 'antd'
import { type ReactNode, useCallback, useState, useSyncExternalStore } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Row } from '@/shared/resources/description'
import { type Listed, ResourcePage } from '@/shared/resources/page/ResourcePage'

import { ConfigDialog } from './ConfigDialog'
import { DownloadDialog } from './DownloadDialog'
import { waits } from './model'
import { PatientDrawer } from './PatientDrawer'
import { PATH } from './useSample'
import { useWords } from './words'

const PAGE = 'sample-patients'
/** The orders of the list: what waits for staff first, or what changed last. */
const PINNED = '-turn'
const NEWEST = '-updated_at'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
const go = (sampleId: string) => {
  location.hash = sampleId === '' ? PAGE : `${PAGE}/${sampleId}`
}

/** 患者管理: the live list with 送检状态; the address names the patient that is open (`/#sample-patients/ID`). */
export default function SamplesPage(): ReactNode {
  const words = useWords()
  const { permissions } = useBackend().session.account
  const opened = useSyncExternalStore(onChange, () => location.hash.slice(PAGE.length + 2))
  const [configuring, setConfiguring] = useState(false)
  const [download, setDownload] = useState<Listed | null>(null)
  const actions = useCallback(
    (row: Row) => {
      const waiting = waits(row as unknown as Parameters<typeof waits>[0])
      return (
        <Button type={waiting ? 'primary' : 'link'} size="small" data-testid={waiting ? 'row-handle' : 'row-open'} onClick={() => go(row.id)}>
          {waiting ? words.staff.handle : words.staff.view}
        </Button>
      )
    },
    [words],
  )
  const bar = (listed: Listed) => (
    <>
      {permissions.includes('samples.configure') && <Button data-testid="configure" onClick={() => setConfiguring(true)}>{words.staff.configure}</Button>}
      {permissions.includes('samples.export') && <Button data-testid="download" onClick={() => setDownload(listed)}>{words.staff.download}</Button>}
      <Checkbox checked={listed.sort === PINNED} data-testid="waiting-first" onChange={({ target }) => listed.sortBy(target.checked ? PINNED : NEWEST)}>{words.staff.waitingFirst}</Checkbox>
      <Waiting />
    </>
  )
  return (
    <main className="page">
      <ResourcePage path={PATH} actions={actions} onOpen={(row) => go(row.id)} bar={bar} jobsName={words.download.open} />
      {opened !== '' && <PatientDrawer key={opened} sampleId={opened} onClose={() => go('')} />}
      {configuring && <ConfigDialog onClose={() => setConfiguring(false)} />}
      {download !== null && <DownloadDialog listed={download} onClose={() => setDownload(null)} />}
    </main>
  )
}

/** How much waits for a review; asked again with the list. */
function Waiting(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { data } = useQuery({ queryKey: ['resource', PATH, 'waiting'], queryFn: () => post('/api/samples/count-waiting-samples', {}) })
  if (data === undefined) return null
  const count = data.materials + data.changes
  return <span role="status" data-testid="waiting-count" data-count={count}><Badge count={count} showZero /> {words.staff.waitingFor(count)}</span>
}

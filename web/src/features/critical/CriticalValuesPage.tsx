import '@/shared/ui/list.css'

import './critical.css'

import { Button } from 'antd'
import { type ReactNode, useCallback, useState, useSyncExternalStore } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Row } from '@/shared/resources/description'
import { ResourcePage } from '@/shared/resources/page/ResourcePage'

import { Rates } from './Rates'
import { ReportDialog } from './ReportDialog'
import { PATH } from './useValue'
import { ValueDrawer } from './ValueDrawer'
import { useWords } from './words'

const PAGE = 'critical-values'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
const go = (valueId: string) => {
  location.hash = valueId === '' ? PAGE : `${PAGE}/${valueId}`
}

/** 危急值管理: the live board; the address names the one that is open (`/#critical-values/ID`). */
export default function CriticalValuesPage(): ReactNode {
  const words = useWords()
  const { permissions } = useBackend().session.account
  const opened = useSyncExternalStore(onChange, () => location.hash.slice(PAGE.length + 2))
  const [reporting, setReporting] = useState(false)
  const actions = useCallback(
    (row: Row) => <Button type="link" size="small" data-testid="value-open" onClick={() => go(row.id)}>{words.handle}</Button>,
    [words],
  )
  const bar = permissions.includes('critical_values.report') && (
    <Button type="primary" data-testid="value-report" onClick={() => setReporting(true)}>{words.report}</Button>
  )
  return (
    <main className="page">
      <Rates />
      <ResourcePage path={PATH} actions={actions} onOpen={(row) => go(row.id)} bar={bar} />
      {opened !== '' && <ValueDrawer key={opened} valueId={opened} onClose={() => go('')} />}
      {reporting && <ReportDialog onClose={() => setReporting(false)} />}
    </main>
  )
}

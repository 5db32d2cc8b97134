import { useQuery } from '@tanstack/react-query'
import { Alert, Menu, Spin } from 'antd'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { ResourcePage } from '@/shared/resources/page/ResourcePage'
import { useWords } from '@/shared/resources/page/words'
import { inWords } from '@/shared/resources/values'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
const PAGE = 'base'

/** All list pages that the account may open, one at a time; the address names it (`/#base/catalog/exam-item`). */
export default function BaseDataPage(): ReactNode {
  const { post } = useBackend()
  const words = useWords()
  const { i18n } = useTranslation()
  const wanted = useSyncExternalStore(onChange, () => location.hash.slice(PAGE.length + 2))
  const pages = useQuery({ queryKey: ['pages'], queryFn: () => post('/api/lists/list-pages', {}) })
  if (pages.error !== null) return <Alert type="error" showIcon title={explain(pages.error)} />
  if (pages.data === undefined) return <Spin size="large" className="whole" />
  const current = pages.data.find((page) => page.path === wanted) ?? pages.data[0]
  if (current === undefined) return null
  const items = pages.data.map((page) => ({
    key: page.path,
    label: <a href={`#${PAGE}/${page.path}`} data-testid={`list-${page.path}`}>{inWords(page.label, i18n.language)}</a>,
  }))
  return (
    <main className="base-data">
      <nav aria-label={words.pages}><Menu mode="inline" items={items} selectedKeys={[current.path]} /></nav>
      <ResourcePage path={current.path} />
    </main>
  )
}

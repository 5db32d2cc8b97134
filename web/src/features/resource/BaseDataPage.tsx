import '@/shared/ui/list.css'

import { Empty } from 'antd'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { ResourcePage } from '@/shared/resources/page/ResourcePage'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
const PAGE = 'base'

/** The declared list page that the address names (`/#base/catalog/exam-item`); each has its own place in the navigation. */
export default function BaseDataPage(): ReactNode {
  const { i18n } = useTranslation()
  const path = useSyncExternalStore(onChange, () => location.hash.slice(PAGE.length + 2))
  if (path === '') return <Empty className="whole" description={i18n.language === 'en' ? 'Please choose a page in the navigation.' : '请在导航中选择页面'} />
  return <main className="page"><ResourcePage key={path} path={path} /></main>
}

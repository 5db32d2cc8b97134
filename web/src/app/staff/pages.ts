import { lazy } from 'react'

const loadQueue = () => import('@/features/queue/QueuePage')
const loadBase = () => import('@/features/resource/BaseDataPage')
const loadScreens = () => import('@/features/queue/ScreensPage')
const loadDelivery = () => import('@/features/delivery/DeliveryPage')

/** The pages of the staff app: who may see them, and where they stand in the address (`/#delivery`). */
export const PAGES = [
  { id: 'queue', needs: 'queue.view', name: { 'zh-CN': '叫号工作站', en: 'Calling workstation' }, load: loadQueue, Page: lazy(loadQueue) },
  { id: 'screens', needs: 'queue.manage', name: { 'zh-CN': '叫号屏管理', en: 'Call screens' }, load: loadScreens, Page: lazy(loadScreens) },
  { id: 'delivery', needs: 'delivery.operate', name: { 'zh-CN': '实时通道', en: 'Live delivery' }, load: loadDelivery, Page: lazy(loadDelivery) },
  { id: 'base', needs: 'catalog.modality.create', name: { 'zh-CN': '数据维护', en: 'Base data' }, load: loadBase, Page: lazy(loadBase) },
] as const

export type StaffPage = (typeof PAGES)[number]

/** The pages that somebody with these rights may see. */
export function pagesFor(permissions: readonly string[]): readonly StaffPage[] {
  return PAGES.filter((page) => permissions.includes(page.needs))
}

import { lazy } from 'react'

const loadQueue = () => import('@/features/queue/QueuePage')
const loadDelivery = () => import('@/features/delivery/DeliveryPage')

/** The pages of the staff app: who may see them, and where they stand in the address (`/#delivery`). */
export const PAGES = [
  { id: 'queue', needs: 'queue.view', name: { 'zh-CN': '叫号工作站', en: 'Calling workstation' }, load: loadQueue, Page: lazy(loadQueue) },
  { id: 'delivery', needs: 'delivery.operate', name: { 'zh-CN': '实时通道', en: 'Live delivery' }, load: loadDelivery, Page: lazy(loadDelivery) },
] as const

export type StaffPage = (typeof PAGES)[number]

/** The pages that somebody with these rights may see. */
export function pagesFor(permissions: readonly string[]): readonly StaffPage[] {
  return PAGES.filter((page) => permissions.includes(page.needs))
}

import type { ReactNode } from 'react'

import { LogList } from './LogList'

/** Who did what (操作日志). */
export default function OperationsPage(): ReactNode {
  return <LogList which="operations" />
}

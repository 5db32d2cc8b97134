import type { ReactNode } from 'react'

import { LogList } from './LogList'

/** Who came in and went out, and who was refused (登录日志). */
export default function SignInsPage(): ReactNode {
  return <LogList which="sign-ins" />
}

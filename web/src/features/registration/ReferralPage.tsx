import type { ReactNode } from 'react'

import { Desk } from './Desk'

/** 转诊登记 (RIS-050 … RIS-061, RIS-080 … RIS-090). */
export default function ReferralPage(): ReactNode {
  return <Desk referral />
}

import type { ReactNode } from 'react'

import { Desk } from './Desk'

/** 预约登记 (RIS-010 … RIS-043). */
export default function RegistrationPage(): ReactNode {
  return <Desk referral={false} />
}

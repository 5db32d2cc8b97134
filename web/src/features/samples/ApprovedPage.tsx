import { Button, SpinLoading } from 'antd-mobile'
import type { ReactNode } from 'react'

import { Page } from '@/shared/mobile/Page'

import { useMine } from './mine'
import { ReceivingCard } from './ReceivingCard'
import { useWords } from './words'

/** 审核通过: where to send the sample, how, and on to the form. */
export function ApprovedPage({ corner }: { readonly corner: ReactNode }): ReactNode {
  const { my, reviews } = useWords()
  const { sample, desk } = useMine()
  const passed = sample?.review === 'passed'
  return (
    <Page title={reviews[sample?.review ?? 'none']} back="#me" corner={corner}>
      <section className="phone-card" data-testid="approved"><p role="status">{passed ? my.passed : my.closed}</p></section>
      {passed && (desk === undefined ? <SpinLoading className="patient-spin" /> : <ReceivingCard receiving={desk.receiving} />)}
      {passed && <Button block color="primary" data-testid="to-form" onClick={() => { location.hash = 'samples/form' }}>{my.fill}</Button>}
    </Page>
  )
}

import type { ReactNode } from 'react'

import { CopyButton } from './CopyButton'
import { copiedText, type Receiving } from './model'
import { useWords } from './words'

/** Where samples go, how, and the button that copies the address; it follows what staff configure. */
export function ReceivingCard({ receiving, iced = false }: { readonly receiving: Receiving; readonly iced?: boolean }): ReactNode {
  const { my } = useWords()
  const known = receiving.address !== ''
  return (
    <section className="phone-card" data-testid="receiving">
      <h2>{my.receiving}</h2>
      {known ? (
        <dl className="phone-pairs">
          <dt>{my.to}</dt><dd data-testid="receiving-address">{receiving.address}</dd>
          <dt>{my.recipient}</dt><dd>{receiving.recipient}</dd>
          <dt>{my.phone}</dt><dd>{receiving.phone}</dd>
        </dl>
      ) : <p className="phone-calm">{my.noReceiving}</p>}
      <p className="sample-tip" data-testid="tip">{my.tip}</p>
      {iced && <p className="sample-iced" role="status" data-testid="iced">{my.iced}</p>}
      {known && <CopyButton text={copiedText(receiving)} name={my.copy} id="copy-receiving" />}
    </section>
  )
}

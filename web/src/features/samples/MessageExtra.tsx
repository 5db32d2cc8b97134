import { Button } from 'antd-mobile'
import type { ReactNode } from 'react'

import { CopyButton } from './CopyButton'
import { useWords } from './words'

/** Where a message of this room leads, by what it is about. */
const PAGE = /^samples\/(approved|materials|form)$/

/** What this room adds to the detail of its own messages: the number to copy, and the way to the page. */
export function MessageExtra({ message }: { readonly message: { readonly about: Readonly<Record<string, string>> } }): ReactNode {
  const { my } = useWords()
  const { page = '', return_no: number = '' } = message.about
  const which = PAGE.exec(page)?.[1]
  return (
    <>
      {number !== '' && <CopyButton text={number} name={my.copyNo} id="copy-number" />}
      {which !== undefined && (
        <Button block color="primary" data-testid="message-entry" onClick={() => { location.hash = page }}>
          {which === 'materials' ? my.toMaterials : my.toSample}
        </Button>
      )}
    </>
  )
}

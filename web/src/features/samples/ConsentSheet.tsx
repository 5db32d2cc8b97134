import { Button } from 'antd-mobile'
import type { ReactNode } from 'react'

import { Sheet } from '@/shared/mobile/Sheet'

import { useWords } from './words'

/** 《患者告知书》, to be read before it is ticked. */
export function ConsentSheet({ text, onClose }: { readonly text: string; readonly onClose: () => void }): ReactNode {
  const { my } = useWords()
  return (
    <Sheet title={`《${my.notice}》`} onClose={onClose}>
      <div className="phone-text" data-testid="notice-text">{text}</div>
      <Button block color="primary" data-testid="notice-close" onClick={onClose}>{my.close}</Button>
    </Sheet>
  )
}

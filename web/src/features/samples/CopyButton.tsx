import { Button } from 'antd-mobile'
import type { ReactNode } from 'react'

import { copyText } from '@/shared/mobile/copy'
import { tell, warn } from '@/shared/mobile/tell'

import { useWords } from './words'

/** Copies exactly this text. */
export function CopyButton({ text, name, id }: { readonly text: string; readonly name: string; readonly id: string }): ReactNode {
  const { my } = useWords()
  const copy = async () => {
    if (await copyText(text)) tell(my.copied)
    else warn(my.notCopied)
  }
  return <Button block color="primary" fill="outline" data-testid={id} onClick={() => void copy()}>{name}</Button>
}

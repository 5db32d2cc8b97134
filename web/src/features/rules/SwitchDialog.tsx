import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import type { RuleRow } from './model'
import { useBoth, useWords } from './words'

interface Props {
  readonly row: RuleRow
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Switches a rule on or off, with a word about why. */
export function SwitchDialog({ row, onClose, onDone }: Props): ReactNode {
  const words = useWords()
  const both = useBoth()
  const { post } = useBackend()
  const enabled = !row.enabled
  const save = async ({ comment }: { readonly comment: string }) => {
    await post('/api/rules/switch-rule', { code: row.code, enabled, comment: comment.trim() }, 'command')
    onDone()
  }
  return (
    <FormDialog title={`${enabled ? words.switchOn : words.switchOff}：${both(row)}`} initial={{ comment: '' }} told={enabled ? words.switched.on : words.switched.off} onSave={save} onClose={onClose}>
      <Form.Item name="comment" label={words.comment}><Input.TextArea maxLength={200} showCount autoFocus rows={2} placeholder={words.commentHint} /></Form.Item>
    </FormDialog>
  )
}

import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import { PasswordItems } from './PasswordItems'
import { useWords } from './words'

interface Props {
  readonly accountId: string
  readonly who: string
  readonly onClose: () => void
}

/** A new password for somebody, typed twice. */
export function ResetPasswordDialog({ accountId, who, onClose }: Props): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  return (
    <FormDialog<{ password: string; confirmation: string }>
      title={`${words.resetPassword} ${who}`}
      initial={{}}
      onSave={(given) => post('/api/access/reset-password', { account_id: accountId, ...given }, 'command')}
      onClose={onClose}
    >
      <PasswordItems label={words.newPassword} again={words.again} />
    </FormDialog>
  )
}

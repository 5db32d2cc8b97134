import { Button } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useConfirm } from '@/shared/ui/useConfirm'

import { EditDialog } from './EditDialog'
import { type Act, actsOf } from './model'
import { RejectDialog, ReturnDialog } from './StepDialogs'
import { type Detail, useStep } from './useSample'
import { useWords } from './words'

const FIRST: readonly Act[] = ['pass', 'approve']
const DANGER: readonly Act[] = ['refuse', 'reject', 'reset']

/** The buttons that the state and one's rights allow; they vanish when somebody else was first. */
export function SampleActs({ sample }: { readonly sample: Detail }): ReactNode {
  const { staff, saved } = useWords()
  const { post, session } = useBackend()
  const { confirm } = useConfirm()
  const step = useStep()
  const [dialog, setDialog] = useState<Act | null>(null)
  const acts = actsOf(sample, session.account.permissions)
  const id = sample.sample_id
  const ask = (title: string, danger: boolean, work: () => Promise<unknown>) => confirm({ title, danger, told: saved, work: () => step(work) })
  const start = (act: Act) => {
    if (act === 'pass') ask(staff.askPass, false, () => post('/api/samples/pass-materials', { sample_id: id, number: sample.materials_no }, 'command'))
    else if (act === 'approve') ask(staff.askApprove, false, () => post('/api/samples/approve-change', { sample_id: id, number: sample.change_no }, 'command'))
    else if (act === 'reset') ask(staff.askReset, true, () => post('/api/samples/reset-sample', { sample_id: id }, 'command'))
    else setDialog(act)
  }
  // A dialog whose step is no longer possible stays, so that nothing typed is lost; the server says who was first.
  const close = () => setDialog(null)
  return (
    <div className="sample-acts" data-testid="acts">
      {acts.map((act) => (
        <Button key={act} type={FIRST.includes(act) ? 'primary' : 'default'} danger={DANGER.includes(act)} data-testid={`act-${act}`} onClick={() => start(act)}>
          {act === 'return' && sample.state === 'returned' ? staff.amend : staff.acts[act]}
        </Button>
      ))}
      {dialog === 'refuse' && <RejectDialog title={staff.acts.refuse} onClose={close} onSave={(reason) => post('/api/samples/reject-materials', { sample_id: id, number: sample.materials_no, reason }, 'command')} />}
      {dialog === 'reject' && <RejectDialog title={staff.acts.reject} onClose={close} onSave={(reason) => post('/api/samples/reject-change', { sample_id: id, number: sample.change_no, reason }, 'command')} />}
      {dialog === 'return' && <ReturnDialog sample={sample} onClose={close} />}
      {dialog === 'edit' && <EditDialog sample={sample} onClose={close} />}
    </div>
  )
}

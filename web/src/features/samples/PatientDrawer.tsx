import { Alert, Descriptions, Drawer, Skeleton, Tag } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { dayAndTime } from '@/shared/time/format'

import { FlowLog } from './FlowLog'
import { Pictures } from './Pictures'
import { SampleActs } from './SampleActs'
import { type Detail, useSample } from './useSample'
import { useWords } from './words'

/** 患者详情: the materials, 送检信息, what can be done now, and below it 流转日志; it follows what happens. */
export function PatientDrawer({ sampleId, onClose }: { readonly sampleId: string; readonly onClose: () => void }): ReactNode {
  const { staff } = useWords()
  const { sample, error } = useSample(sampleId)
  return (
    <Drawer open size={860} title={staff.title(sample?.name ?? '')} onClose={onClose} data-testid="patient-drawer">
      {error !== null && <Alert type="error" showIcon title={explain(error)} />}
      {sample === undefined ? error === null && <Skeleton active /> : (
        <>
          <SampleActs sample={sample} />
          <Asked sample={sample} />
          <h3>{staff.module}</h3>
          <Submission sample={sample} />
          <h3>{staff.materials}</h3>
          <Materials sample={sample} />
          <h3>{staff.flow}</h3>
          <FlowLog flow={sample.flow} />
        </>
      )}
    </Drawer>
  )
}

/** Why a change is asked for, or why the last one was refused. */
function Asked({ sample }: { readonly sample: Detail }): ReactNode {
  const { fields, staff } = useWords()
  if (sample.state === 'change_waiting') return <Alert type="warning" showIcon data-testid="change-reason" title={`${fields.reason}：${sample.change_reason}`} />
  if (sample.rejection !== '') return <Alert type="info" showIcon data-testid="rejection" title={`${fields.rejection}：${sample.rejection} · ${staff.handled(sample.decided_by)}`} />
  return null
}

function Submission({ sample }: { readonly sample: Detail }): ReactNode {
  const { fields, states, staff } = useWords()
  const zone = useBackend().session.institution.time_zone
  const status = { key: 'state', label: fields.status, children: sample.state === null ? '' : <Tag color="processing" data-testid="detail-state" data-state={sample.state}>{states[sample.state]}</Tag> }
  if (sample.submitted_at === null) return <><Descriptions column={2} size="small" bordered items={[status]} /><p className="calm">{staff.empty}</p></>
  const back = [
    { key: 'recipient', label: fields.recipient, children: sample.return_recipient },
    { key: 'phone', label: fields.returnPhone, children: sample.return_phone },
    { key: 'address', label: fields.address, span: 2, children: sample.return_address },
    { key: 'no', label: fields.returnNo, span: 2, children: <span data-testid="detail-return-no">{sample.return_no}</span> },
  ]
  const items = [
    status,
    { key: 'at', label: fields.submitted, children: dayAndTime(sample.submitted_at, zone) },
    { key: 'type', label: fields.type, children: sample.sample_type },
    { key: 'return', label: fields.needsReturn, children: sample.needs_return ? fields.yes : fields.no },
    ...(sample.needs_return ? back : []),
    { key: 'email', label: fields.email, children: sample.report_email },
    { key: 'tracking', label: fields.tracking, children: <span data-testid="detail-tracking">{sample.tracking_no}</span> },
    { key: 'photos', label: fields.photos, span: 2, children: <Pictures files={sample.photos} name={fields.photos} /> },
  ]
  return <Descriptions column={2} size="small" bordered items={items} data-testid="submission" />
}

function Materials({ sample }: { readonly sample: Detail }): ReactNode {
  const { fields, kinds, reviews, staff } = useWords()
  const items = [
    { key: 'name', label: fields.name, children: sample.name },
    { key: 'phone', label: fields.phone, children: sample.phone },
    { key: 'review', label: fields.review, span: 2, children: <><Tag data-testid="detail-review" data-state={sample.review}>{reviews[sample.review]}</Tag>{sample.reviewed_by !== '' && staff.handled(sample.reviewed_by)} {sample.review_reason}</> },
    { key: 'identity', label: kinds.identity, span: 2, children: <Pictures files={sample.identity} name={kinds.identity} /> },
    { key: 'documents', label: kinds.document, span: 2, children: <Pictures files={sample.documents} name={kinds.document} /> },
    { key: 'signed', label: kinds.signed, span: 2, children: <Pictures files={sample.signed} name={kinds.signed} /> },
  ]
  return <Descriptions column={2} size="small" bordered items={items} data-testid="materials" />
}

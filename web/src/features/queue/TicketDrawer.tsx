import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Descriptions, Drawer, Skeleton, Timeline } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { clockTime } from '@/shared/time/format'

import { useDesk } from './backend'
import type { PatientClass, TicketState } from './row'
import { ClassTag, StateTag } from './StateTag'
import { factName, sexName } from './words'

type Sheet = Answer<'/api/queue/ticket-detail'>

interface Props {
  readonly ticketId: string | null
  /** Changes when the row has changed, so that the sheet is read again. */
  readonly version: string
  readonly onClose: () => void
}

/** The registration behind a row (RIS-105). */
export function TicketDrawer({ ticketId, version, onClose }: Props): ReactNode {
  const { t } = useTranslation()
  const { post } = useDesk()
  const query = useQuery({
    queryKey: ['queue', 'ticket', ticketId, version],
    queryFn: () => post('/api/queue/ticket-detail', { ticket_id: ticketId ?? '' }),
    enabled: ticketId !== null,
    placeholderData: (last) => (last?.id === ticketId ? last : undefined),
  })
  return (
    <Drawer open={ticketId !== null} onClose={onClose} title={t('queue.detail')} size={520} data-testid="ticket-detail">
      {query.isError && (
        <Alert
          type="error"
          showIcon
          title={t('detail.failed')}
          description={explain(query.error)}
          action={<Button onClick={() => void query.refetch()}>{t('app.retry')}</Button>}
        />
      )}
      {query.isPending && <Skeleton active />}
      {query.data !== undefined && <SheetView sheet={query.data} />}
    </Drawer>
  )
}

function SheetView({ sheet }: { readonly sheet: Sheet }): ReactNode {
  const { t } = useTranslation()
  const { session } = useDesk()
  const zone = session.institution.time_zone
  const or = (text: string) => (text === '' ? t('detail.none') : text)
  const kind = sheet.patient_class as PatientClass
  const items = [
    { label: t('queue.room'), children: sheet.room_name },
    { label: t('queue.exam'), children: `${sheet.exam_type} ${sheet.items.join('、')}` },
    { label: t('queue.preExamTime'), children: clockTime(sheet.pre_exam_time, zone) },
    { label: t('queue.examNo'), children: sheet.exam_no },
    { label: t('queue.imageNo'), children: sheet.image_no },
    { label: t('queue.calls'), children: sheet.calls },
    { label: t('detail.patientClass'), children: t(`patientClass.${kind}`) },
    { label: t('detail.phone'), children: or(sheet.phone) },
    { label: t('detail.department'), children: or(sheet.requesting_department) },
    { label: t('detail.diagnosis'), children: or(sheet.clinical_diagnosis) },
  ]
  const trail = [...sheet.history].reverse().map((entry) => ({
    content: (
      <span className="trail">
        <time>{clockTime(entry.at, zone, true)}</time> {factName(t, entry.action)} <small>{entry.actor}</small>
      </span>
    ),
  }))
  return (
    <>
      <header className="sheet-head">
        <span className="cell-number">{sheet.number}</span>
        <b>{sheet.name}</b>
        <span>
          {sexName(t, sheet.sex)} {t('queue.years', { count: sheet.age })}
        </span>
        <ClassTag kind={kind} />
        <StateTag state={sheet.state as TicketState} />
      </header>
      <Descriptions column={1} size="small" items={items.map((item) => ({ key: item.label, ...item }))} />
      <h3>{t('detail.history')}</h3>
      <Timeline items={trail} />
    </>
  )
}

import { Alert, Button, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { explain } from '@/shared/i18n/explain'
import { useDeltas } from '@/shared/live/useDeltas'
import { dayAndTime } from '@/shared/time/format'

import { useDesk } from './backend'
import { ExaminedFilterBar } from './ExaminedFilterBar'
import { useExaminedWords } from './examinedWords'
import type { PatientClass } from './row'
import { ClassTag } from './StateTag'
import { TicketDrawer } from './TicketDrawer'
import { type ExaminedRow, useAskAgain, useExamined, useExaminedFilters } from './useExamined'
import type { RoomChoice } from './useRooms'
import { sexName } from './words'

interface Props {
  readonly rooms: RoomChoice
  /** What chooses between this list and the line. */
  readonly tabs: ReactNode
}

/** Who has been examined (已检查, RIS-114); it stays live through the rooms that it shows. */
export function ExaminedList({ rooms, tabs }: Props): ReactNode {
  const { t } = useTranslation()
  const { session } = useDesk()
  const words = useExaminedWords()
  const [filters, change] = useExaminedFilters()
  const list = useExamined(filters)
  const again = useAskAgain()
  const [opened, setOpened] = useState<string | null>(null)
  const columns = useColumns(setOpened)
  const watched = rooms.all.filter((room) => filters.room_id === '' || room.id === filters.room_id)
  return (
    <main className="queue">
      {watched.map((room) => <Ear key={room.id} channel={`queue-room:${session.institution.id}:${room.id}`} onChange={again} />)}
      <section className="toolbar" aria-label={words.examined}>
        {tabs}
        <ExaminedFilterBar rooms={rooms.all} today={rooms.today} filters={filters} onChange={change} />
      </section>
      {list.isError && (
        <Alert
          type="error"
          showIcon
          title={words.failed}
          description={explain(list.error)}
          action={<Button onClick={() => void list.refetch()}>{t('app.retry')}</Button>}
        />
      )}
      <Table<ExaminedRow>
        className="queue-table"
        data-testid="examined-table"
        rowKey="ticket_id"
        columns={columns}
        dataSource={list.data?.pages.flatMap((page) => page.rows) ?? []}
        loading={list.isPending}
        pagination={false}
        sticky
        scroll={{ x: 1080 }}
        locale={{ emptyText: <p className="queue-empty">{words.empty}</p> }}
        onRow={(row) => ({ onDoubleClick: () => setOpened(row.ticket_id) })}
      />
      {list.hasNextPage && (
        <Button block data-testid="examined-more" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
      <TicketDrawer ticketId={opened} version="examined" onClose={() => setOpened(null)} />
    </main>
  )
}

/** Hears that something changed in a room. */
function Ear({ channel, onChange }: { readonly channel: string; readonly onChange: () => void }): null {
  useDeltas(channel, onChange)
  return null
}

function useColumns(onOpen: (id: string) => void): TableColumnsType<ExaminedRow> {
  const { t } = useTranslation()
  const { session } = useDesk()
  const zone = session.institution.time_zone
  return useMemo(
    () => [
      { title: t('queue.number'), dataIndex: 'number', width: 96, className: 'cell-number' },
      {
        title: t('queue.patient'),
        width: 220,
        render: (_, row) => (
          <Button type="link" className="patient" data-testid={`detail-${row.ticket_id}`} onClick={() => onOpen(row.ticket_id)}>
            <span className="patient-name">{row.name}</span>
            <span className="patient-facts">{sexName(t, row.sex)} {t('queue.years', { count: row.age })}</span>
            <ClassTag kind={row.patient_class as PatientClass} />
            {row.arrears && <span className="class-tag" data-class="arrears">{t('queue.arrears')}</span>}
          </Button>
        ),
      },
      { title: t('queue.exam'), render: (_, row) => <span className="exam"><b>{row.exam_type}</b> {row.items.join('、')}</span> },
      { title: t('queue.room'), dataIndex: 'room_name', width: 120 },
      { title: t('queue.preExamTime'), width: 160, className: 'cell-figures', render: (_, row) => dayAndTime(row.pre_exam_time, zone) },
      { title: t('queue.examNo'), dataIndex: 'exam_no', width: 150, className: 'cell-figures' },
      { title: t('queue.imageNo'), dataIndex: 'image_no', width: 150, className: 'cell-figures' },
    ],
    [t, zone, onOpen],
  )
}

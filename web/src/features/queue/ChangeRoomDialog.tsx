import { Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type LineRow, who } from './row'
import type { RoomTarget } from './useTicketActions'
import type { Room } from './useRooms'

interface Props {
  readonly row: LineRow
  readonly rooms: readonly Room[]
  readonly busy: boolean
  readonly onClose: () => void
  readonly onChoose: (room: RoomTarget) => void
}

const OK_ID = 'change-room-ok'

/** Asks where to; rooms that do not do this type of exam come last and say so. */
export function ChangeRoomDialog({ row, rooms, busy, onClose, onChoose }: Props): ReactNode {
  const { t } = useTranslation()
  const fits = (room: Room) => room.exam_types.includes(row.exam_type)
  const others = rooms.filter((room) => room.enabled && room.id !== row.room_id)
  const offered = [...others.filter(fits), ...others.filter((room) => !fits(room))]
  const [roomId, setRoomId] = useState(offered[0]?.id ?? null)
  const target = offered.find((room) => room.id === roomId)
  const here = rooms.find((room) => room.id === row.room_id)
  return (
    <Modal
      open
      title={t('changeRoom.title')}
      okText={t('changeRoom.ok')}
      cancelText={t('changeRoom.cancel')}
      okButtonProps={{ id: OK_ID, disabled: target === undefined }}
      afterOpenChange={(open) => open && document.getElementById(OK_ID)?.focus()}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => target !== undefined && onChoose(target)}
      width={440}
    >
      <p>{t('changeRoom.who', { who: who(row), room: here?.name ?? '' })}</p>
      <label className="field">
        <span>{t('changeRoom.target')}</span>
        <Select
          size="large"
          data-testid="change-room-select"
          aria-label={t('changeRoom.target')}
          value={roomId}
          onChange={(id: string) => setRoomId(id)}
          options={offered.map((room) => ({
            value: room.id,
            label: `${room.name} · ${room.campus}${fits(room) ? '' : ` (${t('changeRoom.other')})`}`,
          }))}
        />
      </label>
    </Modal>
  )
}

import { Alert, DatePicker, Spin } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { clockTime } from '@/shared/time/format'

import { useSlots } from './useSlots'
import { useWords } from './words'

interface Props {
  readonly roomId: string | null
  readonly roomName: string
  readonly today: string
  readonly picked: string | null
  readonly onPick: (at: string | null) => void
}

/** The chosen room's slots (预约选号, RIS-024): a click picks one, a second click lets it go. */
export function SlotPicker({ roomId, roomName, today, picked, onPick }: Props): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const [chosenDay, setDay] = useState<string | null>(null)
  const day = chosenDay ?? today
  const { slots, loading, error } = useSlots(roomId, day)
  return (
    <section className="panel slots" aria-label={words.slots} data-testid="slots">
      <header className="panel-head">
        <h2>{words.slots}</h2>
        {roomId !== null && <b data-testid="slots-room">{roomName}</b>}
        <DatePicker
          aria-label={words.day}
          value={day === '' ? null : dayjs(day)}
          allowClear={false}
          minDate={today === '' ? dayjs('2000-01-01') : dayjs(today)}
          onChange={(next) => next !== null && setDay(next.format('YYYY-MM-DD'))}
        />
      </header>
      {error !== null && <Alert banner type="warning" title={explain(error)} />}
      {roomId === null && <p className="calm">{words.chooseRoom}</p>}
      {loading && <Spin />}
      {roomId !== null && !loading && slots.length === 0 && error === null && <p className="calm">{words.noSlots}</p>}
      <div className="slot-grid">
        {slots.map(({ at, free }) => (
          <button
            key={at}
            type="button"
            className="slot"
            data-testid="slot"
            data-at={at}
            data-free={free}
            aria-pressed={picked !== null && Date.parse(picked) === Date.parse(at)}
            disabled={free <= 0 && (picked === null || Date.parse(picked) !== Date.parse(at))}
            onClick={() => onPick(picked !== null && Date.parse(picked) === Date.parse(at) ? null : at)}
          >
            <b>{clockTime(at, zone)}</b>
            <small>{free > 0 ? words.slotFree(free) : words.slotFull}</small>
          </button>
        ))}
      </div>
    </section>
  )
}

import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { momentOf, wallClock } from '@/shared/time/zoned'

interface Props {
  readonly placeholder: string
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
}

/** A moment to choose by the institution's clock; the form holds it as the server wants it. */
export function ZonedMoment({ placeholder, id = '', value = null, onChange }: Props): ReactNode {
  const zone = useBackend().session.institution.time_zone
  return (
    <DatePicker
      id={id}
      className="wide"
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={value === null ? null : dayjs(wallClock(value, zone))}
      placeholder={placeholder}
      onChange={(next) => onChange?.(next === null ? null : momentOf(next.format('YYYY-MM-DDTHH:mm:ss'), zone))}
    />
  )
}

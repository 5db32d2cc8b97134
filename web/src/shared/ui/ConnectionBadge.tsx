import './connection-badge.css'

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useConnection } from '@/shared/live/LiveProvider'
import { clockTime, elapsed } from '@/shared/time/format'
import { useNow } from '@/shared/time/useNow'

/** Always visible: whether what is shown is live, and since when. */
export function ConnectionBadge({ zone }: { readonly zone: string }): ReactNode {
  const { t } = useTranslation()
  const { is, since } = useConnection()
  return (
    <span className="badge" role="status" aria-live="polite" data-testid="connection-badge" data-state={is}>
      <i className="badge-dot" aria-hidden="true" />
      <b>{t(`connection.${is}`)}</b>
      <small>
        {is === 'live' ? t('connection.since', { time: clockTime(since, zone) }) : <Lasting since={since} />}
      </small>
    </span>
  )
}

function Lasting({ since }: { readonly since: number }): ReactNode {
  const { t, i18n } = useTranslation()
  const duration = elapsed(useNow() - since, i18n.language)
  // Not read aloud every second.
  return <span aria-hidden="true">{t('connection.for', { duration })}</span>
}

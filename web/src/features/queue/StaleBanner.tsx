import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useConnection } from '@/shared/live/LiveProvider'
import type { Freshness } from '@/shared/live/rows'
import { clockTime } from '@/shared/time/format'

interface Props {
  readonly freshness: Freshness
  /** When the list was frozen; null while it lives. */
  readonly frozenAt: number | null
  readonly zone: string
}

/** Says when what is shown may be old, and why. */
export function StaleBanner({ freshness, frozenAt, zone }: Props): ReactNode {
  const { t } = useTranslation()
  const { ended } = useConnection()
  if (freshness === 'refused') return <Alert banner type="error" title={t('stale.refused')} />
  // What ends for good has a banner of its own, above all pages.
  if (freshness === 'stale' && ended === null) {
    const title = <span data-testid="stale-banner"><b>{t('stale.banner')}</b> · {t('stale.detail')}</span>
    return <Alert banner type="warning" title={title} />
  }
  if (frozenAt === null) return null
  return <Alert banner type="info" title={t('stale.frozen', { time: clockTime(frozenAt, zone, true) })} />
}

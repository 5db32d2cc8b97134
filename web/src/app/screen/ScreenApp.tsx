import { type ReactNode, useEffect, useState } from 'react'

import { keepOpen, type Opening } from '@/features/screen/opening'
import { Screen } from '@/features/screen/Screen'
import { LiveProvider } from '@/shared/live/LiveProvider'

/** Opens by itself after a reboot, and stays open. */
export function ScreenApp({ code }: { readonly code: string }): ReactNode {
  const [opening, setOpening] = useState<Opening>({ phase: 'opening' })
  useEffect(() => keepOpen(code, setOpening), [code])
  switch (opening.phase) {
    case 'opening':
      return (
        <div className="notice" role="status">
          <b>正在连接…</b>
          <p lang="en">Connecting…</p>
        </div>
      )
    case 'refused':
      return (
        <div className="notice" role="alert" data-testid="screen-refused">
          <b>此屏幕尚未配对</b>
          <p>{opening.detail}</p>
          <p>
            屏幕代码 {code} · <span lang="en">This screen is not paired yet; it keeps trying.</span>
          </p>
        </div>
      )
    case 'open':
      return (
        <LiveProvider key={opening.opened.token} token={opening.opened.connection_token} getToken={opening.getToken}>
          <Screen opened={opening.opened} />
        </LiveProvider>
      )
  }
}

import { type ReactNode, useEffect, useState } from 'react'

import { keepOpen, type Opening } from '@/features/screen/opening'
import { Screen } from '@/features/screen/Screen'
import { LiveProvider } from '@/shared/live/LiveProvider'

/** Opens by itself after a reboot, and stays open. */
export function ScreenApp({ code, institution }: { readonly code: string; readonly institution: string }): ReactNode {
  const [opening, setOpening] = useState<Opening>({ phase: 'opening' })
  useEffect(() => keepOpen(code, institution, setOpening), [code, institution])
  switch (opening.phase) {
    case 'opening':
      return (
        <div className="notice" role="status">
          <b>正在连接…</b>
          <p lang="en">Connecting…</p>
        </div>
      )
    case 'pairing':
      return (
        <div className="notice" role="status" data-testid="screen-pairing">
          <b>此屏幕尚未配对</b>
          <span className="digits" data-testid="pairing-digits">{opening.digits}</span>
          <p>请管理员在“叫号屏管理”中输入此配对码，配对后屏幕会自动打开。</p>
          <p lang="en">Please ask an administrator to enter this code under “Call screens”. The screen then opens by itself.</p>
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
          <Screen opening={opening} />
        </LiveProvider>
      )
  }
}

import { Popup } from 'antd-mobile'
import { type ReactNode, useEffect, useRef } from 'react'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Without it the title stands above what the sheet holds. */
  readonly plain?: boolean
}

/** A sheet from below, which a keyboard and a reader of screens find too; Escape closes it. */
export function Sheet({ title, onClose, children, plain = false }: Props): ReactNode {
  const own = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    own.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <Popup visible onMaskClick={onClose} bodyClassName={plain ? 'phone-camera' : 'phone-sheet'}>
      <div ref={own} role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
        {!plain && <h2>{title}</h2>}
        {children}
      </div>
    </Popup>
  )
}

import { Toast, unstableSetRender } from 'antd-mobile'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const SHORT_MS = 2000
const LONG_MS = 5000

// eslint-disable-next-line @typescript-eslint/no-deprecated -- antd-mobile draws its toasts by what React 19 no longer has; this is its own way out
unstableSetRender((element, container) => {
  const root = createRoot(container)
  root.render(element)
  return () => {
    root.unmount()
    return Promise.resolve()
  }
})

/** Says that something went well. */
export function tell(text: string): void {
  Toast.show({ content: createElement('span', { role: 'status', 'data-testid': 'told' }, text), duration: SHORT_MS })
}

/** Says what went wrong, long enough to be read; a touch of the page takes it away. */
export function warn(text: string): void {
  Toast.show({ content: createElement('span', { role: 'alert', 'data-testid': 'warned' }, text), duration: LONG_MS })
}

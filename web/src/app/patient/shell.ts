/** How the service worker answers a request: the page, a file whose name tells its content, or not at all. */
export type Way = 'page' | 'asset' | 'network'

interface Asked {
  readonly url: string
  readonly method: string
  readonly mode: string
}

const PAGE = '/patient'

/** Only the empty app is ever kept in the browser: what the server knows of a person is never among it. */
export function wayOf({ url, method, mode }: Asked, origin: string): Way {
  const { origin: own, pathname } = new URL(url)
  if (method !== 'GET' || own !== origin) return 'network'
  if (mode === 'navigate') return pathname === PAGE ? 'page' : 'network'
  return pathname.startsWith('/assets/') ? 'asset' : 'network'
}

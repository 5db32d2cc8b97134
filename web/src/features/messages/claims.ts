import { recall, remember } from '@/shared/ui/stored'

const MOST = 400

function read(name: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(recall(name) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

/** What all windows of this browser have shown to an account; only ids are kept. */
export function shownTo(account: string): ReadonlySet<string> {
  return new Set(read(`shown.${account}`))
}

/** Remembers that these are shown now; gives those that no other window was quicker with. */
export function claim(account: string, keys: readonly string[]): readonly string[] {
  const before = read(`shown.${account}`)
  const won = keys.filter((key) => !before.includes(key))
  if (won.length > 0) remember(`shown.${account}`, JSON.stringify([...before, ...won].slice(-MOST)))
  return won
}

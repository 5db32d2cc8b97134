export type Order = readonly (number | string)[]

/** Compares two places in line element by element: numbers as numbers, the rest by code unit, as the server does. */
export function compareOrder(a: Order, b: Order): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const x = a[i] ?? ''
    const y = b[i] ?? ''
    if (x === y) continue
    if (typeof x === 'number' && typeof y === 'number') return x - y
    return String(x) < String(y) ? -1 : 1
  }
  return a.length - b.length
}

/** The rows as they stand in line. */
export function inOrder<T extends { readonly order: Order }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => compareOrder(a.order, b.order))
}

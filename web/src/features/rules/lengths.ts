/** Seconds in each unit that people use for lengths of time. */
export const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const
export type Unit = keyof typeof UNITS

/** The largest unit in which so many seconds are a whole number. */
export function unitOf(seconds: number): Unit {
  if (seconds === 0) return 's'
  return (['d', 'h', 'm'] as const).find((unit) => seconds % UNITS[unit] === 0) ?? 's'
}

/** So many seconds in that unit. */
export function inUnit(seconds: number): number {
  return seconds / UNITS[unitOf(seconds)]
}

/** A moment as the clock of the institution shows it, without its zone: 2026-11-21T22:30:00. */
export function wallClock(at: string | number, zone: string): string {
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('sv-SE', options).format(new Date(at)).replace(' ', 'T')
}

/** The moment at which the institution's clock shows this. */
export function momentOf(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall}Z`)
  const offset = Date.parse(`${wallClock(asUtc, zone)}Z`) - asUtc
  return new Date(asUtc - offset).toISOString()
}

/** 2026-11-21 22:30 in the institution's zone; empty for no moment. */
export function dayAndTime(at: string | null, zone: string): string {
  return at === null ? '' : wallClock(at, zone).slice(0, 16).replace('T', ' ')
}

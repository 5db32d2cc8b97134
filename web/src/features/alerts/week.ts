import { startOfDay } from '@/shared/resources/window'

export interface Stretch {
  readonly start: string
  readonly end: string
  readonly accounts: readonly string[]
}

export interface Day {
  readonly start: string
  readonly stretches: readonly Stretch[]
}

const DAYS = 7
const HALF_DAY_MS = 43_200_000

/** Monday of the week that is `weeks` weeks after this one, on the institution's clock, and the Monday after it. */
export function weekOf(zone: string, weeks: number, now: Date): readonly [string, string] {
  const monday = (weekday(zone, now) + DAYS - 1) % DAYS
  return [startOfDay(zone, monday - weeks * DAYS, now), startOfDay(zone, monday - (weeks + 1) * DAYS, now)]
}

/** 0 is Sunday. */
function weekday(zone: string, now: Date): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' }).format(now)
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(name)
}

/** The seven days from `since`, each with the part of every stretch that lies in it. */
export function daysOf(stretches: readonly Stretch[], since: string, zone: string): readonly Day[] {
  const noon = new Date(Date.parse(since) + HALF_DAY_MS)
  const starts = Array.from({ length: DAYS + 1 }, (_, place) => startOfDay(zone, -place, noon))
  return starts.slice(0, DAYS).map((start, place) => {
    const end = starts[place + 1] ?? start
    const inside = stretches.filter((one) => Date.parse(one.start) < Date.parse(end) && Date.parse(one.end) > Date.parse(start))
    return { start, stretches: inside.map((one) => ({ ...one, start: later(one.start, start), end: sooner(one.end, end) })) }
  })
}

function later(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other
}

function sooner(one: string, other: string): string {
  return Date.parse(one) < Date.parse(other) ? one : other
}

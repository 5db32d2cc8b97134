import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'

import type { Filter } from './description'

dayjs.extend(utc)
dayjs.extend(timezone)

/** The start of the day in the institution's zone, `days` days before today, as the server wants it. */
export function startOfDay(zone: string, days: number, now: Date): string {
  return dayjs(now).tz(zone).startOf('day').subtract(days, 'day').toISOString()
}

/** The windows of time with which a page begins. */
export function firstWindows(filters: readonly Filter[], zone: string, now: Date): Readonly<Record<string, string>> {
  const windows = filters.filter((filter) => filter.kind === 'between' && filter.days > 0)
  return Object.fromEntries(windows.map(({ field, days }) => [`${field.name}_from`, startOfDay(zone, days - 1, now)]))
}

export interface Day {
  readonly day: string
  readonly hours: number
}

/** The days of a year by months, each with the hours that count; `hours` begins with the first of January. */
export function monthsOf(year: number, hours: readonly number[]): readonly (readonly Day[])[] {
  const months: Day[][] = Array.from({ length: 12 }, () => [])
  hours.forEach((counted, place) => {
    const date = new Date(Date.UTC(year, 0, 1 + place))
    months[date.getUTCMonth()]?.push({ day: date.toISOString().slice(0, 10), hours: counted })
  })
  return months
}

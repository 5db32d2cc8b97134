const locale = (language: string) => (language.startsWith('en') ? 'en-GB' : 'zh-CN')

/** 08:30 in the institution's zone. */
export function clockTime(at: Date | string | number, zone: string, seconds = false): string {
  const second = seconds ? ({ second: '2-digit' } as const) : {}
  const options = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...second } as const
  return new Intl.DateTimeFormat('zh-CN', options).format(new Date(at))
}

/** 2026年11月21日 星期六 in the institution's zone. */
export function longDate(at: Date | string | number, zone: string, language = 'zh-CN'): string {
  const options = { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' } as const
  return new Intl.DateTimeFormat(locale(language), options).format(new Date(at))
}

/** A duration as people say it: 5 s, 3 min. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
}

const locale = (language: string) => (language.startsWith('en') ? 'en-GB' : 'zh-CN')

/** 08:30 in the institution's zone. */
export function clockTime(at: Date | string | number, zone: string, seconds = false): string {
  const second = seconds ? ({ second: '2-digit' } as const) : {}
  const options = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...second } as const
  return new Intl.DateTimeFormat('zh-CN', options).format(new Date(at))
}

/** 2026-11-21 08:30 in the institution's zone. */
export function dayAndTime(at: Date | string | number, zone: string): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at))
  return `${day} ${clockTime(at, zone)}`
}

/** 2026年11月21日 星期六 in the institution's zone. */
export function longDate(at: Date | string | number, zone: string, language = 'zh-CN'): string {
  const options = { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' } as const
  return new Intl.DateTimeFormat(locale(language), options).format(new Date(at))
}

/** A duration in milliseconds as people say it: 5秒, 3分钟; 5 sec, 3 min. */
export function elapsed(ms: number, language: string): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute']
  return new Intl.NumberFormat(locale(language), { style: 'unit', unit }).format(count)
}

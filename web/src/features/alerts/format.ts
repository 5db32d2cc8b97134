const SECOND_MS = 1000
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** How long, in the two largest units: 45秒, 12分, 3小时05分, 2天4小时. */
export function span(ms: number, english: boolean): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS))
  const [d, h, m, s] = english ? [' d', ' h', ' min', ' s'] : ['天', '小时', '分', '秒']
  const gap = english ? ' ' : ''
  if (seconds < MINUTE) return `${seconds}${s}`
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}${m}`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)}${h}${gap}${String(Math.floor((seconds % HOUR) / MINUTE)).padStart(2, '0')}${m}`
  return `${Math.floor(seconds / DAY)}${d}${gap}${Math.floor((seconds % DAY) / HOUR)}${h}`
}

/** So many milliseconds from now, as the server wants it. */
export function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString()
}

/** 0.1234 as 12.3 %. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

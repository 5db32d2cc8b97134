import type { Words } from './words'

const UNITS = ['B', 'KB', 'MB', 'GB'] as const

/** Bytes as operators read them: 0 B, 1.5 KB, 23 MB; a KB is 1024 B. */
export function bytes(count: number): string {
  let [value, unit] = [count, 0]
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${brief(value)} ${UNITS[unit] ?? ''}`
}

/** Small figures with one decimal unless it is 0, large ones in groups of three: 0.4, 3, 12,500. */
export function brief(value: number): string {
  const maximumFractionDigits = Math.abs(value) < 10 ? 1 : 0
  return new Intl.NumberFormat('en', { maximumFractionDigits }).format(value)
}

/** A duration in seconds by its two largest units: 9s, 3min 20s, 2h 5min, 4d 3h. */
export function duration(seconds: number, words: Words['duration']): string {
  const whole = Math.max(0, Math.floor(seconds))
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), words.day],
    [Math.floor(whole / 3600) % 24, words.hour],
    [Math.floor(whole / 60) % 60, words.minute],
    [whole % 60, words.second],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return `0${words.second}`
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0)
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ')
}

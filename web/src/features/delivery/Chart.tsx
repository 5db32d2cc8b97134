import type { ReactNode } from 'react'

import type { Point } from './history'
import { WINDOW_MS } from './history'

const [WIDTH, HEIGHT, HEADROOM] = [300, 64, 1.15]

export interface Line {
  readonly id: string
  readonly color: string
  readonly points: readonly Point[]
}

interface Props {
  readonly lines: readonly Line[]
  /** The right edge, in milliseconds since 1970. */
  readonly now: number
  /** What it shows, for those who cannot see it. */
  readonly summary: string
}

/** Lines over the last minutes, from zero to a little above the highest value. */
export function Chart({ lines, now, summary }: Props): ReactNode {
  const most = Math.max(1, ...lines.flatMap((line) => line.points.map((point) => point.value))) * HEADROOM
  const at = ({ at: moment, value }: Point) =>
    `${(WIDTH * (1 - (now - moment) / WINDOW_MS)).toFixed(1)},${(HEIGHT * (1 - value / most)).toFixed(1)}`
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summary}>
      {[0.25, 0.5, 0.75].map((part) => (
        <line key={part} className="chart-grid" x1="0" x2={WIDTH} y1={HEIGHT * part} y2={HEIGHT * part} />
      ))}
      {lines.map((line) => (
        <g key={line.id} stroke={line.color} fill={line.color}>
          <polygon className="chart-area" points={area(line.points.map(at))} />
          <polyline className="chart-line" points={line.points.map(at).join(' ')} />
        </g>
      ))}
    </svg>
  )
}

/** Down to the ground at both ends. */
function area(points: readonly string[]): string {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return ''
  const ground = (point: string) => `${point.slice(0, point.indexOf(','))},${HEIGHT}`
  return [ground(first), ...points, ground(last)].join(' ')
}

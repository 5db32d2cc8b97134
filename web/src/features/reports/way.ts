import type { Answer } from '@/shared/api/post'

/** A report's state: to be diagnosed, being diagnosed, to be reviewed, being reviewed, reviewed, printed. */
export type State = Answer<'/api/reports/start-writing'>['state']
export type Phase = 'writing' | 'review'

export const STATES: readonly State[] = ['to_diagnose', 'diagnosing', 'to_review', 'reviewing', 'reviewed', 'printed']

/** Where a report stands: its state, and whose account has entered it (empty: nobody's). */
export interface Standing {
  readonly state: State
  readonly holder: string
}

/** Who looks at it. */
export interface Me {
  readonly id: string
  readonly rights: readonly string[]
}

const PHASES: Readonly<Partial<Record<State, Phase>>> = { to_diagnose: 'writing', diagnosing: 'writing', to_review: 'review', reviewing: 'review' }
const RIGHTS: Readonly<Record<Phase, string>> = { writing: 'reports.write', review: 'reports.review' }

/** In which phase somebody works on it now; null: it has passed. */
export function phaseOf({ state }: Pick<Standing, 'state'>): Phase | null {
  return PHASES[state] ?? null
}

function allowed(standing: Standing, { rights }: Me): Phase | null {
  const phase = phaseOf(standing)
  return phase !== null && rights.includes(RIGHTS[phase]) ? phase : null
}

/** The phase in which I may enter it now; null: I may only look. */
export function enters(standing: Standing, me: Me): Phase | null {
  return standing.holder === '' || standing.holder === me.id ? allowed(standing, me) : null
}

/** The phase whose lock, a colleague's, I may take away (解锁). */
export function unlocks(standing: Standing, me: Me): Phase | null {
  return standing.holder !== '' && standing.holder !== me.id ? allowed(standing, me) : null
}

/** The phase in which I hold it, so that I may write. */
export function holds(standing: Standing, me: Me): Phase | null {
  const working = standing.state === 'diagnosing' || standing.state === 'reviewing'
  return working && standing.holder === me.id ? allowed(standing, me) : null
}

export function isFinal({ state }: Pick<Standing, 'state'>): boolean {
  return state === 'reviewed' || state === 'printed'
}

/** Everything but leaving (退出), which is always there. */
export type Tool = 'save' | 'submit' | 'pass' | 'pass_print' | 'reject' | 'abandon' | 'preview' | 'print'

const HELD: Readonly<Record<Phase, readonly Tool[]>> = {
  writing: ['save', 'submit', 'abandon'],
  review: ['save', 'pass', 'pass_print', 'reject', 'abandon'],
}

/** The buttons of the report's toolbar (C 报告工具栏), as its state, its lock and the rights allow. */
export function toolsFor(standing: Standing, me: Me): readonly Tool[] {
  const phase = holds(standing, me)
  if (phase !== null) return HELD[phase].filter((tool) => tool !== 'pass_print' || me.rights.includes('reports.print'))
  return isFinal(standing) && me.rights.includes('reports.print') ? ['preview', 'print'] : []
}

import { Alert } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'

import type { RuleBook } from './model'
import { useWords } from './words'

/** Whether what was changed holds by now: changed but not in effect is a warning (PC-298). */
export function EffectBanner({ effect }: { readonly effect: RuleBook['effect'] }): ReactNode {
  const words = useWords().effect
  const zone = useBackend().session.institution.time_zone
  const wrong = Object.keys(effect.wrong)
  return (
    <div role="status" aria-live="polite" data-testid="effect" data-state={stateOf(effect)}>
      {effect.processes.length === 0 && <Alert banner type="error" title={words.none} />}
      {effect.processes.length > 0 && effect.late && <Alert banner type="error" title={words.late(effect.changed_at === null ? '' : moment(effect.changed_at, zone))} />}
      {effect.processes.length > 0 && !effect.in_effect && !effect.late && <Alert banner type="info" title={words.soon} />}
      {wrong.length > 0 && <Alert banner type="error" title={words.wrong(wrong.join('、'))} />}
    </div>
  )
}

function stateOf(effect: RuleBook['effect']): string {
  if (effect.in_effect) return 'in-effect'
  return effect.late ? 'late' : 'soon'
}

import { Button, Form, Input } from 'antd-mobile'
import type { FormInstance } from 'antd-mobile/es/components/form'
import { type ReactNode, useEffect, useState } from 'react'

import { useSubmit } from '@/shared/mobile/useSubmit'
import { tell } from '@/shared/mobile/tell'

import { askCode, type Purpose, useDoor } from './door'
import { type Fault, passwordFault, phoneFault } from './rules'
import { useWords } from './words'

const TICK_MS = 250
const CODE_LENGTH = 6
const LONGEST_PASSWORD = 64

/** Seconds until `until` (milliseconds of `performance.now`), counted down. */
function useCountdown(until: number): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [until])
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/** A rule that asks one of the functions of `rules.ts`. */
function useRule(fault: (text: string) => Fault | null): { validator: (_: unknown, value: unknown) => Promise<void> } {
  const { faults } = useWords()
  return {
    validator: (_, value) => {
      const wrong = fault(typeof value === 'string' ? value : '')
      return wrong === null ? Promise.resolve() : Promise.reject(new Error(faults[wrong]))
    },
  }
}

export function PhoneField(): ReactNode {
  const { door } = useWords()
  const rule = useRule(phoneFault)
  return (
    <Form.Item name="phone" label={door.phone} rules={[rule]} validateTrigger="onBlur">
      <Input type="tel" autoComplete="username" inputMode="numeric" maxLength={11} clearable aria-label={door.phone} data-testid="phone" />
    </Form.Item>
  )
}

/** The code, and the button that has it sent; the button rests for as long as the server says. */
export function CodeField({ form, purpose }: { readonly form: FormInstance; readonly purpose: Purpose }): ReactNode {
  const words = useWords()
  const { institution } = useDoor()
  const { busy, submit } = useSubmit(form)
  const [until, setUntil] = useState(0)
  const seconds = useCountdown(until)
  const ask = async () => {
    const { phone } = (await form.validateFields(['phone'])) as { readonly phone: string }
    await submit(async () => {
      const { wait, minutes } = await askCode(institution, phone, purpose)
      setUntil(performance.now() + wait * 1000)
      tell(words.door.sent(minutes))
    })
  }
  const button = (
    <Button size="small" color="primary" fill="outline" type="button" disabled={seconds > 0} loading={busy} data-testid="ask-code" onClick={() => void ask().catch(() => undefined)}>
      {seconds > 0 ? words.door.againIn(seconds) : words.door.askCode}
    </Button>
  )
  return (
    <Form.Item name="code" label={words.door.code} extra={button} rules={[{ required: true, message: words.faults.code }]} validateTrigger="onSubmit">
      <Input autoComplete="one-time-code" inputMode="numeric" maxLength={CODE_LENGTH} aria-label={words.door.code} data-testid="code" />
    </Form.Item>
  )
}

interface PasswordProps {
  readonly name: string
  readonly label: string
  readonly auto: 'current-password' | 'new-password'
  readonly rules: readonly object[]
  readonly hint?: string
  readonly dependencies?: string[]
}

/** A password with an eye to look at it. */
export function PasswordInput({ name, label, auto, rules, hint, dependencies }: PasswordProps): ReactNode {
  const { door } = useWords()
  const [shown, setShown] = useState(false)
  const eye = (
    <button type="button" className="phone-link" aria-pressed={shown} onClick={() => setShown(!shown)}>{shown ? door.hide : door.show}</button>
  )
  return (
    <Form.Item name={name} label={label} description={hint} extra={eye} rules={[...rules]} validateTrigger="onSubmit" {...(dependencies === undefined ? {} : { dependencies })}>
      <Input type={shown ? 'text' : 'password'} autoComplete={auto} maxLength={LONGEST_PASSWORD} aria-label={label} data-testid={name} />
    </Form.Item>
  )
}

/** A new password, typed twice. */
export function NewPassword({ label }: { readonly label: string }): ReactNode {
  const words = useWords()
  const rule = useRule(passwordFault)
  const same = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: (_: unknown, value: unknown) => (value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(words.faults.differs))),
  })
  return (
    <>
      <PasswordInput name="password" label={label} auto="new-password" rules={[rule]} hint={words.door.passwordHint} />
      <PasswordInput name="confirmation" label={words.door.confirmation} auto="new-password" rules={[same]} dependencies={['password']} />
    </>
  )
}

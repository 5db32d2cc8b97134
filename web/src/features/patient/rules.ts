/** What is wrong with what somebody types at the door; the server holds him to it as well. */
export type Fault = 'phone' | 'length' | 'kinds'

const PHONE = /^1\d{10}$/
const SHORTEST = 8
const LONGEST = 16
const KINDS = [/[A-Za-z]/, /\d/, /[^A-Za-z\d]/]
const FEWEST_KINDS = 2

/** Null: a mobile number of the mainland. */
export function phoneFault(phone: string): Fault | null {
  return PHONE.test(phone.trim()) ? null : 'phone'
}

/** Null: 8-16 characters of at least two kinds (letters, digits, others). */
export function passwordFault(password: string): Fault | null {
  const length = Array.from(password).length
  if (length < SHORTEST || length > LONGEST) return 'length'
  return KINDS.filter((kind) => kind.test(password)).length < FEWEST_KINDS ? 'kinds' : null
}

/** What a patient fills in; ids of uploaded photos. */
export interface Content {
  readonly sample_type_id: string
  readonly needs_return: boolean
  readonly return_recipient: string
  readonly return_phone: string
  readonly return_address: string
  readonly report_email: string
  readonly tracking_no: string
  readonly photos: readonly string[]
}

export const EMPTY: Content = {
  sample_type_id: '', needs_return: false, return_recipient: '', return_phone: '', return_address: '', report_email: '', tracking_no: '', photos: [],
}

/** The longest that a field may be. */
export const LONGEST = { recipient: 50, address: 200, email: 100, phone: 20, number: 30, reason: 200 } as const

const PHONE = /^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$/
const EMAIL = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/
const NUMBER = /^[A-Za-z0-9]{6,30}$/

export type Fault = 'required' | 'phone' | 'email' | 'number'
type Check = (text: string) => Fault | null

const matches = (pattern: RegExp, fault: Fault): Check => (text) => {
  const tidy = text.trim()
  return tidy === '' ? 'required' : pattern.test(tidy) ? null : fault
}

/** What is wrong with one field; the server judges again. */
export const CHECKS = {
  required: ((text) => (text.trim() === '' ? 'required' : null)) as Check,
  phone: matches(PHONE, 'phone'),
  email: matches(EMAIL, 'email'),
  number: matches(NUMBER, 'number'),
} as const

/** The same for a telephone number that may be left out. */
export const optionalPhone: Check = (text) => (text.trim() === '' ? null : CHECKS.phone(text))

const RETURN: readonly (keyof Content)[] = ['return_recipient', 'return_phone', 'return_address']

/** The content as it is sent: without blanks around it, and without return fields when nothing returns. */
export function tidied(given: Partial<Content>): Content {
  const content = { ...EMPTY, ...given }
  const text = (name: keyof Content) => (!content.needs_return && RETURN.includes(name) ? '' : String(content[name]).trim())
  return {
    sample_type_id: content.sample_type_id,
    needs_return: content.needs_return,
    return_recipient: text('return_recipient'),
    return_phone: text('return_phone'),
    return_address: text('return_address'),
    report_email: text('report_email'),
    tracking_no: text('tracking_no'),
    photos: [...content.photos],
  }
}

interface Kept {
  readonly file_id: string
}

/** A submission as it was filled in before. */
export interface Filled extends Omit<Content, 'photos' | 'sample_type_id'> {
  readonly sample_type_id: string | null
  readonly photos: readonly Kept[]
}

/** What the form begins with: all of what was filled in before. */
export function contentOf(sample: Filled): Content {
  const { needs_return, return_recipient, return_phone, return_address, report_email, tracking_no } = sample
  const texts = { needs_return, return_recipient, return_phone, return_address, report_email, tracking_no }
  return { ...texts, sample_type_id: sample.sample_type_id ?? '', photos: sample.photos.map((file) => file.file_id) }
}

export const MATERIALS = ['identity', 'documents', 'signed'] as const
export type MaterialsKind = (typeof MATERIALS)[number]
/** Who the patient is, and ids of what he uploaded. */
export type Materials = Readonly<Record<MaterialsKind, readonly string[]>> & { readonly name: string }

/** What the materials begin with: what was sent before, so that only what was wrong has to be sent anew. */
export function materialsOf(sample: (Readonly<Record<MaterialsKind, readonly Kept[]>> & { readonly name: string }) | null): Materials {
  const ids = (files: readonly Kept[] = []) => files.map((file) => file.file_id)
  return { name: sample?.name ?? '', identity: ids(sample?.identity), documents: ids(sample?.documents), signed: ids(sample?.signed) }
}

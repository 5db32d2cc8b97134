/** What a patient's photo must be like; the server holds him to it as well. */
export const MOST_PHOTOS = 9
export const MOST_BYTES = 10 * 1024 * 1024
/** What may be a photo, and what may be a paper. */
export const PHOTOS: readonly string[] = ['image/jpeg', 'image/png']
export const PAPERS: readonly string[] = [...PHOTOS, 'application/pdf']

export type Fault = 'format' | 'size' | 'count'

/** What is wrong with a photo when `kept` others are there already; null: nothing. */
export function faultOf(file: { readonly type: string; readonly size: number }, kept: number, formats: readonly string[] = PHOTOS): Fault | null {
  if (!formats.includes(file.type)) return 'format'
  if (file.size > MOST_BYTES) return 'size'
  return kept >= MOST_PHOTOS ? 'count' : null
}

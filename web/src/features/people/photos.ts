/** What an institution's photos must be like; the server holds them to it as well. */
export const MOST_PHOTOS = 5
export const MOST_BYTES = 1024 * 1024
export const WIDTH = 1125
export const HEIGHT = 750
const SLACK = 0.02
const FORMATS: readonly string[] = ['image/jpeg', 'image/png']
/** Tried one after the other until the cropped photo is small enough. */
const QUALITIES: readonly number[] = [0.92, 0.85, 0.75, 0.6, 0.4]

export type Fault = 'format' | 'size' | 'count' | 'proportion'

/** Part of a picture, in its own pixels. */
export interface Part {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What is wrong with a file before one looks into it. */
export function faultOf(file: { readonly type: string; readonly size: number }, kept: number): Fault | null {
  if (!FORMATS.includes(file.type)) return 'format'
  if (kept >= MOST_PHOTOS) return 'count'
  return null
}

/** Whether a picture is 1.5:1, give or take. */
export function fits(width: number, height: number): boolean {
  return Math.abs(width * HEIGHT - height * WIDTH) <= SLACK * height * WIDTH
}

/** The largest part of 1.5:1 in the middle of a picture. */
export function middle(width: number, height: number): Part {
  const wide = width * HEIGHT > height * WIDTH
  const [w, h] = wide ? [(height * WIDTH) / HEIGHT, height] : [width, (width * HEIGHT) / WIDTH]
  return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h }
}

/** Crops the middle of a picture to 1125*750, as a JPEG that is small enough. */
export async function cropped(picture: ImageBitmap, name: string): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const { x, y, width, height } = middle(picture.width, picture.height)
  canvas.getContext('2d')?.drawImage(picture, x, y, width, height, 0, 0, WIDTH, HEIGHT)
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (blob !== null && blob.size <= MOST_BYTES) return new File([blob], `${name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' })
  }
  throw new Error(name)
}

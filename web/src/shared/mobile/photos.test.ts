import { expect, it } from 'vitest'

import { faultOf, MOST_BYTES, MOST_PHOTOS, PAPERS } from './photos'

it('takes JPEG and PNG up to 10 MB, nine of them', () => {
  expect(faultOf({ type: 'image/jpeg', size: MOST_BYTES }, MOST_PHOTOS - 1)).toBeNull()
  expect(faultOf({ type: 'image/png', size: 1 }, 0)).toBeNull()
  expect(faultOf({ type: 'image/gif', size: 1 }, 0)).toBe('format')
  expect(faultOf({ type: 'image/png', size: MOST_BYTES + 1 }, 0)).toBe('size')
  expect(faultOf({ type: 'image/png', size: 1 }, MOST_PHOTOS)).toBe('count')
})

it('takes a PDF where papers may be sent', () => {
  expect(faultOf({ type: 'application/pdf', size: 1 }, 0)).toBe('format')
  expect(faultOf({ type: 'application/pdf', size: 1 }, 0, PAPERS)).toBeNull()
})

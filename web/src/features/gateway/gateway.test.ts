import { expect, it } from 'vitest'

import { addressesIn, formOf } from './sender'

it('takes addresses apart, however people set them apart', () => {
  expect(addressesIn(' 10.1.2.3\n10.1.3.0/24，10.1.4.0/24; ::1 ')).toEqual(['10.1.2.3', '10.1.3.0/24', '10.1.4.0/24', '::1'])
  expect(addressesIn(' \n')).toEqual([])
})

it('shows a sender one address a line, and what it does not know as declared', () => {
  const row = { id: '1', v: 2, name: 'HIS', application: 'HIS', facility: '', addresses: '10.1.2.3/32 10.0.0.0/8', charset: 'gb18030', enabled: false }
  expect(formOf(row)).toEqual({ name: 'HIS', application: 'HIS', facility: '', addresses: '10.1.2.3/32\n10.0.0.0/8', charset: 'gb18030', enabled: false })
  expect(formOf({ ...row, charset: 'x' }).charset).toBe('auto')
})

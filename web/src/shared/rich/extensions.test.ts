import { expect, it } from 'vitest'

import { isAddress } from './extensions'

it('lets links lead to web and mail addresses only', () => {
  for (const good of ['https://x.test/a', 'http://10.0.0.1', 'mailto:a@b.test', 'HTTPS://X.TEST']) expect(isAddress(good)).toBe(true)
  for (const bad of ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'x.test', '//x.test', 'https://a b', '']) expect(isAddress(bad)).toBe(false)
})

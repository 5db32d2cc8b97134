import { AppstoreOutlined } from '@ant-design/icons'
import { describe, expect, it } from 'vitest'

import { iconOf } from './icons'
import { PAGES } from './pages'

describe('the pictures of functions', () => {
  it('tells the pages apart where the navigation is folded', () => {
    const nameless = PAGES.map((page) => page.id).filter((id) => id !== 'base' && (iconOf(id) as { type?: unknown }).type === AppstoreOutlined)
    expect(nameless).toEqual([])
  })
})

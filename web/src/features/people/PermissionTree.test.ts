import { expect, it } from 'vitest'

import { leavesOf, type MenuNode, rightsBelow } from './PermissionTree'

const node = (id: string, permission: string, ...children: MenuNode[]): MenuNode => ({
  id, kind: permission === '' ? 'menu' : 'button', zh: id, en: id, spelled: '', page: '', permission, state: 'none', children,
})
const tree = node('root', '', node('menu', '', node('see', 'x.see'), node('edit', 'x.edit')), node('other', '', node('again', 'x.see')))

it('ticks everything at and below a node, however it is reached', () => {
  expect(rightsBelow([tree], 'menu')).toEqual(['x.see', 'x.edit'])
  expect(rightsBelow([tree], 'edit')).toEqual(['x.edit'])
  expect(rightsBelow([tree], 'root')).toEqual(['x.see', 'x.edit', 'x.see'])
  expect(rightsBelow([tree], 'none')).toEqual([])
  expect(leavesOf(tree).map(({ id }) => id)).toEqual(['see', 'edit', 'again'])
})

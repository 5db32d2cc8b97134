import { describe, expect, it } from 'vitest'

import { functionAt, functionsOf, type MenuNode, searched, stationsOf } from './menu'

const node = (kind: MenuNode['kind'], id: string, zh: string, spelled: string, page = '', children: MenuNode[] = []): MenuNode => ({
  id, kind, zh, en: id, spelled, page, permission: '', state: 'all', children,
})
const TREE = [
  node('workstation', 'business', '业务', 'yewu yw', '', [
    node('directory', 'calling', '叫号', 'jiaohao jh', '', [
      node('menu', 'queue', '叫号工作站', 'jiaohaogongzuozhan jhgzz', 'queue'),
      node('menu', 'gone', '没有页面', 'meiyouyemian myym', 'gone'),
    ]),
  ]),
  node('workstation', 'configuration', '配置', 'peizhi pz', '', [
    node('directory', 'people', '权限管理', 'quanxianguanli qxgl', '', [
      node('menu', 'accounts', '账号管理', 'zhanghaoguanli zhgl', 'accounts', [
        node('menu', 'items', '检查项目', 'jianchaxiangmu jcxm', 'base/items'),
      ]),
    ]),
  ]),
  node('workstation', 'empty', '空', 'kong k'),
]
const stations = stationsOf(TREE, (page) => page !== 'gone')
const functions = functionsOf(stations)
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id)

describe('the navigation', () => {
  it('has category, sub-domain and function, and nothing that has no page', () => {
    expect(ids(stations)).toEqual(['business', 'configuration'])
    expect(ids(functions)).toEqual(['queue', 'accounts', 'items'])
  })

  it('finds functions by name, pinyin, initials and group, in both languages', () => {
    expect(ids(searched(functions, 'zhgl'))).toEqual(['accounts'])
    expect(ids(searched(functions, 'jiaohao'))).toEqual(['queue'])
    expect(ids(searched(functions, '检查'))).toEqual(['items'])
    expect(ids(searched(functions, '权限'))).toEqual(['accounts', 'items'])
    expect(ids(searched(functions, 'ACC'))).toEqual(['accounts'])
    expect(ids(searched(functions, ' '))).toEqual(['queue', 'accounts', 'items'])
    expect(searched(functions, 'xyz')).toEqual([])
  })

  it('knows which function an address shows', () => {
    expect(functionAt(functions, 'base/items')?.id).toBe('items')
    expect(functionAt(functions, 'accounts/7')?.id).toBe('accounts')
    expect(functionAt(functions, 'accountsx')).toBeNull()
  })
})

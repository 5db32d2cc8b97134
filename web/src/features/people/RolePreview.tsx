import { useQueries } from '@tanstack/react-query'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'

import { leavesOf, type MenuNode } from './PermissionTree'
import { useWords } from './words'

interface Props {
  readonly institution: string
  readonly roles: readonly string[]
}

/** What the chosen roles may do together, menu by menu. */
export function RolePreview({ institution, roles }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const found = useQueries({
    queries: roles.map((role) => ({
      queryKey: ['people', 'role-menus', institution, role],
      queryFn: () => post('/api/access/role-menus', { role, institution }),
    })),
  })
  const trees = found.flatMap(({ data }) => (data === undefined ? [] : [data]))
  const held = new Set(trees.flatMap(({ ticked }) => ticked))
  const menus = (trees[0]?.nodes ?? []).flatMap(menusOf)
  const named = (node: MenuNode) => (i18n.language === 'en' ? node.en : node.zh)
  const lines = menus
    .map((menu) => ({ menu, rights: leavesOf(menu).filter(({ permission }) => held.has(permission)) }))
    .filter(({ rights }) => rights.length > 0)
  return (
    <section className="role-preview" aria-label={words.preview} data-testid="role-preview">
      <p>{words.preview}</p>
      {lines.length === 0 && <p className="calm">{words.noRights}</p>}
      {lines.map(({ menu, rights }) => (
        <p key={menu.id}><b>{named(menu)}</b> {rights.map((right) => <Tag key={right.id}>{named(right)}</Tag>)}</p>
      ))}
    </section>
  )
}

function menusOf(node: MenuNode): readonly MenuNode[] {
  return node.kind === 'menu' ? [node] : node.children.flatMap(menusOf)
}

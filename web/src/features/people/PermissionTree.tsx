import { Tree, type TreeDataNode } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Answer } from '@/shared/api/post'

export type MenuTree = Answer<'/api/access/role-menus'>
export type MenuNode = MenuTree['nodes'][number]

interface Props {
  readonly nodes: readonly MenuNode[]
  /** The rights that are ticked. */
  readonly ticked: readonly string[]
  readonly onChange?: (ticked: readonly string[]) => void
}

/** Rights to tick: white box, blue dash (in part), blue tick. A parent follows its children; one right is one tick. */
export function PermissionTree({ nodes, ticked, onChange }: Props): ReactNode {
  const { i18n } = useTranslation()
  const data = useMemo(() => nodes.map((node) => drawn(node, i18n.language)), [nodes, i18n.language])
  const leaves = useMemo(() => nodes.flatMap(leavesOf), [nodes])
  const held = new Set(ticked)
  const click = (id: string, on: boolean) => {
    const rights = rightsBelow(nodes, id)
    onChange?.(on ? [...new Set([...ticked, ...rights])] : ticked.filter((right) => !rights.includes(right)))
  }
  return (
    <Tree
      checkable
      selectable={false}
      disabled={onChange === undefined}
      treeData={data}
      checkedKeys={leaves.filter(({ permission }) => held.has(permission)).map(({ id }) => id)}
      defaultExpandedKeys={nodes.map(({ id }) => id)}
      onCheck={(_, { node, checked }) => click(String(node.key), checked)}
      height={420}
      virtual={false}
      data-testid="permission-tree"
    />
  )
}

function drawn(node: MenuNode, language: string): TreeDataNode {
  const title = <span data-testid={`tree-${node.id}`}>{language === 'en' ? node.en : node.zh}</span>
  return { key: node.id, title, children: node.children.map((child) => drawn(child, language)) }
}

export function leavesOf(node: MenuNode): readonly MenuNode[] {
  return node.permission === '' ? node.children.flatMap(leavesOf) : [node, ...node.children.flatMap(leavesOf)]
}

/** The rights at and below the node with this id. */
export function rightsBelow(nodes: readonly MenuNode[], id: string): readonly string[] {
  return nodes.flatMap((node) => (node.id === id ? leavesOf(node).map(({ permission }) => permission) : rightsBelow(node.children, id)))
}

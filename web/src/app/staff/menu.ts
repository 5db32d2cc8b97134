import type { Answer } from '@/shared/api/post'
import type { Language } from '@/shared/i18n/i18n'

export type MenuNode = Answer<'/api/access/my-menus'>['nodes'][number]
export type Label = Readonly<Record<Language, string>>

/** A function that one may open. `page` is its place in the address; `spelled` its name in pinyin, whole and short. */
export interface Fn {
  readonly id: string
  readonly page: string
  readonly name: Label
  readonly group: Label
  readonly spelled: string
}

/** Functions that belong together: a sub-domain of a workstation. */
export interface Group {
  readonly id: string
  readonly name: Label
  readonly functions: readonly Fn[]
}

/** The first level: a category. */
export interface Station {
  readonly id: string
  readonly name: Label
  readonly groups: readonly Group[]
}

const labelOf = (node: MenuNode): Label => ({ 'zh-CN': node.zh, en: node.en })

/** What the menu tree offers: only functions that have a page here which `opens`. Empty branches are left out. */
export function stationsOf(nodes: readonly MenuNode[], opens: (page: string) => boolean): readonly Station[] {
  return nodes
    .filter((node) => node.kind === 'workstation')
    .map((node) => ({
      id: node.id,
      name: labelOf(node),
      groups: node.children
        .map((group) => ({ id: group.id, name: labelOf(group), functions: functionsIn(group, labelOf(group), opens) }))
        .filter((group) => group.functions.length > 0),
    }))
    .filter((station) => station.groups.length > 0)
}

function functionsIn(node: MenuNode, group: Label, opens: (page: string) => boolean): readonly Fn[] {
  const own = node.kind === 'menu' && node.page !== '' && opens(node.page)
  const mine = own ? [{ id: node.id, page: node.page, name: labelOf(node), group, spelled: node.spelled }] : []
  return [...mine, ...node.children.flatMap((child) => functionsIn(child, group, opens))]
}

export function groupsOf(stations: readonly Station[]): readonly Group[] {
  return stations.flatMap((station) => station.groups)
}

export function functionsOf(stations: readonly Station[]): readonly Fn[] {
  return groupsOf(stations).flatMap((group) => group.functions)
}

/** The function that an address (without its #) shows: the one that names most of it. */
export function functionAt(functions: readonly Fn[], address: string): Fn | null {
  const fits = functions.filter(({ page }) => address === page || address.startsWith(`${page}/`))
  return fits.sort((a, b) => b.page.length - a.page.length)[0] ?? null
}

/** How well a function fits what was typed: 0 not at all, more is better. Names, groups, pinyin and its initials count. */
function rank(fn: Fn, typed: string): number {
  const [whole = '', short = ''] = fn.spelled.split(' ')
  const names = [fn.name['zh-CN'].toLowerCase(), fn.name.en.toLowerCase()]
  if (names.some((name) => name.startsWith(typed))) return 4
  if (short.startsWith(typed) || whole.startsWith(typed)) return 3
  if (names.some((name) => name.includes(typed)) || whole.includes(typed) || short.includes(typed)) return 2
  return [fn.group['zh-CN'], fn.group.en].some((name) => name.toLowerCase().includes(typed)) ? 1 : 0
}

/** The functions that fit, the best first; all of them while nothing is typed. */
export function searched(functions: readonly Fn[], text: string): readonly Fn[] {
  const typed = text.trim().toLowerCase().replaceAll(' ', '')
  if (typed === '') return functions
  return functions
    .map((fn) => ({ fn, rank: rank(fn, typed) }))
    .filter((found) => found.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ fn }) => fn)
}

import { expect, it } from 'vitest'

import { en } from './en'
import { zh } from './zh'

interface Tree {
  readonly [name: string]: string | Tree
}

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as [string, string]] : leaves(value, `${path}${name}.`),
  )
const slots = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(([slot]) => slot).sort()

it('says the same things in both languages', () => {
  const english = new Map(leaves(en))
  for (const [path, text] of leaves(zh)) {
    expect(english.get(path), path).toBeTruthy()
    expect(slots(english.get(path) ?? ''), path).toEqual(slots(text))
  }
})

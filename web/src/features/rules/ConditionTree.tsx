import 'react-querybuilder/dist/query-builder.css'

import type { ReactNode } from 'react'
import { type Field, QueryBuilder, type RuleGroupType } from 'react-querybuilder'

import type { FieldWords } from './model'
import type { Tree } from './useCondition'
import { named, useWords, type Words } from './words'

interface Props {
  readonly tree: Tree
  readonly fields: readonly FieldWords[]
  readonly onChange: (tree: Tree) => void
}

/** The visual editor of a condition. */
export default function ConditionTree({ tree, fields, onChange }: Props): ReactNode {
  const words = useWords().editor.query
  return (
    <QueryBuilder
      fields={[...fields].sort((a, b) => lastly(a) - lastly(b)).map((one) => fieldOf(one, words))}
      query={tree as unknown as RuleGroupType}
      onQueryChange={(next) => onChange(next as unknown as Tree)}
      enableMountQueryChange={false}
      addRuleToNewGroups
      showNotToggle
      combinators={[{ name: 'and', label: words.all }, { name: 'or', label: words.any }]}
      getOperators={(name) => (fields.find((one) => one.name === name)?.operators ?? []).map((value) => ({ name: value, value, label: named(words.operators, value) }))}
      translations={{
        addRule: { label: `+ ${words.addRule}`, title: words.addRule },
        addGroup: { label: `+ ${words.addGroup}`, title: words.addGroup },
        removeRule: { label: '×', title: words.remove },
        removeGroup: { label: '×', title: words.remove },
        notToggle: { label: words.not, title: words.not },
        fields: { title: words.field },
        operators: { title: words.operator },
        value: { title: words.value },
      }}
    />
  )
}

/** The wire's own fields come last: nobody asks for them first. */
function lastly({ name }: FieldWords): number {
  return Number(name === 'event.v' || name === 'event.type')
}

function fieldOf({ name, zh, type, choices }: FieldWords, words: Words['editor']['query']): Field {
  const label = zh === name ? name : `${zh}（${name.replace(/^(event|row)\./, '')}）`
  if (type === 'bool') return { name, value: name, label, valueEditorType: 'select', values: [{ name: 'true', label: words.yes }, { name: 'false', label: words.no }], defaultValue: 'true' }
  if (choices.length > 0) return { name, value: name, label, valueEditorType: (operator) => (operator === 'in' || operator === 'notIn' ? 'multiselect' : 'select'), values: choices.map((one) => ({ name: one, label: one })), datatype: type }
  return { name, value: name, label, inputType: 'text', datatype: type }
}

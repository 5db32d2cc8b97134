import { Alert, App, Button, Form, Input, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useSaving } from '@/shared/ui/useSaving'

import { BasicFields } from './BasicFields'
import { LaterFields } from './LaterFields'
import { type Draft, emptyRule, type RuleRow } from './model'
import { PeopleFields } from './PeopleFields'
import { TrialDialog } from './TrialDialog'
import { TriggerFields } from './TriggerFields'
import { draftOf, useLiveCheck } from './useLiveCheck'
import { useDetail, useRosters, useVocabulary } from './useRules'
import { WordsFields } from './WordsFields'
import { useBoth, useWords } from './words'

interface Props {
  /** The rule to change; null: a new one. */
  readonly code: string | null
  /** The rule that a new one begins as a copy of. */
  readonly from: string | null
  /** All rules, for what this one may inhibit. */
  readonly rules: readonly RuleRow[]
  readonly onClose: () => void
}

/** Writes a rule; what it begins with is there before the form is. */
export default function RuleEditor({ code, from, rules, onClose }: Props): ReactNode {
  const { detail, error } = useDetail(code ?? from)
  const vocabulary = useVocabulary()
  if (error !== null) return <Alert type="error" showIcon title={explain(error)} />
  if (vocabulary === undefined || ((code ?? from) !== null && detail === undefined)) return <Skeleton active />
  const rule = (detail?.rule ?? emptyRule()) as unknown as Draft
  const initial = code === null ? { ...rule, code: '', version: 1, source: '' } : rule
  return <Editor key={code ?? from ?? ''} initial={initial} edition={code === null ? 0 : (detail?.edition ?? 0)} rules={rules} onClose={onClose} />
}

interface EditorProps extends Pick<Props, 'rules' | 'onClose'> {
  readonly initial: Draft
  readonly edition: number
}

function Editor({ initial, edition, rules, onClose }: EditorProps): ReactNode {
  const { editor: words, trial: trialWord } = useWords()
  const both = useBoth()
  const { post } = useBackend()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const [comment, setComment] = useState('')
  const [trying, setTrying] = useState<Draft | null>(null)
  const vocabulary = useVocabulary()
  const rosters = useRosters()
  const { busy, save } = useSaving(form)
  const { wrong, changed } = useLiveCheck(form)
  const [first] = useState(initial)
  const finish = () =>
    void save(async () => {
      const saved = await post('/api/rules/save-rule', { rule: draftOf(form) as never, edition, comment: comment.trim() }, 'command')
      void message.success(words.saved(saved.version))
      onClose()
    })
  const leave = () => {
    if (!form.isFieldsTouched()) onClose()
    else void modal.confirm({ title: words.back, okText: words.back, onOk: onClose })
  }
  if (vocabulary === undefined) return <Skeleton active />
  return (
    <main className="page">
      <section className="list rule-editor" data-testid="rule-editor">
        <div className="list-bar">
          <Button onClick={leave}>{words.back}</Button>
          <h2>{edition === 0 && first.code === '' ? words.create : words.change(first.code)}</h2>
        </div>
        <Form<Draft> form={form} name="rule" layout="vertical" initialValues={first} onValuesChange={changed} onFinish={finish} scrollToFirstError>
          <BasicFields fresh={first.code === ''} />
          <TriggerFields vocabulary={vocabulary} onKind={changed} />
          <WordsFields vocabulary={vocabulary} />
          <PeopleFields vocabulary={vocabulary} rosters={rosters} />
          <LaterFields vocabulary={vocabulary} rosters={rosters} rules={rules.map((row) => ({ value: row.code, label: `${row.code} ${both(row)}` }))} />
        </Form>
        <footer className="rule-foot">
          <span className="rule-check" role="status" data-testid="rule-check" data-count={wrong?.length ?? ''}>
            {wrong !== null && (wrong.length === 0 ? words.good : words.problems(wrong.length))}
            {wrong?.slice(0, 3).map((one) => <small key={`${one.field} ${one.en}`}>{both(one)}</small>)}
          </span>
          <Input aria-label={words.comment} placeholder={words.comment} maxLength={200} value={comment} data-testid="rule-comment" onChange={({ target }) => setComment(target.value)} />
          <Button data-testid="rule-trial" onClick={() => setTrying(draftOf(form) as Draft)}>{trialWord}</Button>
          <Button type="primary" loading={busy} data-testid="rule-save" onClick={() => form.submit()}>{words.save}</Button>
        </footer>
      </section>
      {trying !== null && <TrialDialog rule={trying} name={String(trying.zh)} onClose={() => setTrying(null)} />}
    </main>
  )
}

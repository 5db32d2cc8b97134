import { Button, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Moment } from '@/shared/ui/Moment'

import type { Choices } from './model'
import type { Roster } from './RostersPage'
import { useWords } from './words'

interface Props {
  /** The roster to change; null: a new one. */
  readonly roster: Roster | null
  readonly choices: Choices
  readonly onClose: () => void
}

interface Values {
  readonly roster_id: string
  readonly name: string
  readonly rota: Roster['rota']
}

const EMPTY: Roster['rota'] = { shifts: [], turns: [], always: [] }
const HALF_DAY = 12

/** A duty roster: people who take turns, shifts that count before them, and who is told when nobody is on duty. */
export function RosterDialog({ roster, choices, onClose }: Props): ReactNode {
  const words = useWords().rosters
  const { post } = useBackend()
  const initial: Values = { roster_id: roster?.roster_id ?? '', name: roster?.name ?? '', rota: roster?.rota ?? EMPTY }
  const save = ({ roster_id, name, rota }: Values) =>
    post('/api/alerts/save-roster', { roster_id, name: name.trim(), rota: { ...EMPTY, ...rota }, edition: roster?.v ?? 0 }, 'command')
  const must = (what: string) => [{ required: true, message: words.required(what) }]
  const people = <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} placeholder={words.people} options={choices.people.map(({ id, name }) => ({ value: id, label: name }))} />
  return (
    <FormDialog<Values> title={roster === null ? words.add : words.edit} initial={initial} told={words.saved} width={860} onSave={save} onClose={onClose} at={{ 'alerts.roster_changed_elsewhere': 'name' }}>
      <div className="form-pair">
        <Form.Item name="name" label={words.name} rules={[{ required: true, whitespace: true, message: words.required(words.name) }]}><Input maxLength={40} /></Form.Item>
        <Form.Item name="roster_id" label={words.code} extra={words.codeHint} rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, message: words.wrongCode }]}><Input disabled={roster !== null} /></Form.Item>
      </div>
      <h4 className="form-part">{words.turns}</h4>
      <p className="alert-hint">{words.turnsHint}</p>
      <Form.List name={['rota', 'turns']}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="roster-row">
                <Form.Item name={[name, 'since']} rules={must(words.since)}><Moment placeholder={words.since} /></Form.Item>
                <Form.Item name={[name, 'hours']} rules={must(words.hours)}><InputNumber min={1} max={744} className="wide" suffix={words.hours} /></Form.Item>
                <Form.Item name={[name, 'accounts']} rules={must(words.people)}>{people}</Form.Item>
                <Button onClick={() => remove(name)}>{words.remove}</Button>
              </div>
            ))}
            <Button data-testid="add-turn" onClick={() => add({ since: new Date().toISOString(), hours: HALF_DAY, accounts: [] })}>{words.addTurn}</Button>
          </>
        )}
      </Form.List>
      <h4 className="form-part">{words.shifts}</h4>
      <p className="alert-hint">{words.shiftsHint}</p>
      <Form.List name={['rota', 'shifts']}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="roster-row">
                <Form.Item name={[name, 'start']} rules={must(words.start)}><Moment placeholder={words.start} /></Form.Item>
                <Form.Item name={[name, 'end']} rules={must(words.end)}><Moment placeholder={words.end} /></Form.Item>
                <Form.Item name={[name, 'accounts']} rules={must(words.people)}>{people}</Form.Item>
                <Button onClick={() => remove(name)}>{words.remove}</Button>
              </div>
            ))}
            <Button data-testid="add-shift" onClick={() => add({ accounts: [] })}>{words.addShift}</Button>
          </>
        )}
      </Form.List>
      <h4 className="form-part">{words.always}</h4>
      <Form.Item name={['rota', 'always']} extra={words.alwaysHint}>{people}</Form.Item>
    </FormDialog>
  )
}

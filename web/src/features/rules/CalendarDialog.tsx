import { Button, DatePicker, Form, Input, Select, Switch, TimePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import type { CalendarRow } from './model'
import { useWords } from './words'
import { YearView } from './YearView'

interface Props {
  /** The calendar to change; null: a new one. */
  readonly row: CalendarRow | null
  readonly onClose: () => void
}

interface Values {
  readonly code: string
  readonly name: string
  readonly calendar: CalendarRow['calendar']
}

const WEEK = [0, 1, 2, 3, 4]
const EMPTY: Partial<Values['calendar']> = { hours: [{ weekdays: WEEK, start: '08:00', end: '17:00' }], holidays: true, off: [], on: [] }

/** When time counts: stretches of hours by weekdays, the state's holidays, and the institution's own days. */
export function CalendarDialog({ row, onClose }: Props): ReactNode {
  const words = useWords().calendars
  const { post } = useBackend()
  const initial = { code: row?.code ?? '', name: row?.name ?? '', calendar: (row?.calendar ?? EMPTY) as Values['calendar'] }
  const save = ({ code, name, calendar }: Values) => post('/api/rules/save-calendar', { code, name: name.trim(), calendar: { ...row?.calendar, ...calendar }, edition: row?.edition ?? 0 }, 'command')
  const must = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <FormDialog<Values> title={row === null ? words.add : words.edit} initial={initial} told={words.saved} width={860} onSave={save} onClose={onClose} at={{ 'rules.calendar_changed_elsewhere': 'name' }}>
      <div className="form-pair">
        <Form.Item name="name" label={words.name} rules={must(words.name)}><Input maxLength={30} data-testid="calendar-name" /></Form.Item>
        <Form.Item name="code" label={words.code} rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, message: words.wrongCode }]}><Input disabled={row !== null} /></Form.Item>
      </div>
      <h4 className="form-part">{words.hours}</h4>
      <p className="rule-hint">{words.endHint}</p>
      <Form.List name={['calendar', 'hours']}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="rule-row">
                <Form.Item name={[name, 'weekdays']} rules={must(words.hours)}><Select mode="multiple" aria-label={words.hours} options={words.weekdays.map((label, value) => ({ value, label }))} /></Form.Item>
                <Form.Item name={[name, 'start']} rules={must(words.start)}><Clock label={words.start} /></Form.Item>
                <Form.Item name={[name, 'end']} rules={must(words.end)}><Clock label={words.end} /></Form.Item>
                <Button size="small" onClick={() => remove(name)}>{words.remove}</Button>
              </div>
            ))}
            <Button onClick={() => add({ weekdays: WEEK, start: '08:00', end: '17:00' })}>{words.addHours}</Button>
          </>
        )}
      </Form.List>
      <Form.Item name={['calendar', 'holidays']} label={words.holidays} valuePropName="checked"><Switch /></Form.Item>
      <div className="form-pair">
        <Form.Item name={['calendar', 'off']} label={words.off}><Days label={words.off} /></Form.Item>
        <Form.Item name={['calendar', 'on']} label={words.on}><Days label={words.on} /></Form.Item>
      </div>
      <Preview />
    </FormDialog>
  )
}

/** The year as it would be. */
function Preview(): ReactNode {
  const form = Form.useFormInstance<Values>()
  const calendar = Form.useWatch('calendar', form) as Values['calendar'] | undefined
  const whole = calendar?.hours.every((one) => one.weekdays.length > 0 && one.start !== '' && one.end !== '') === true
  return whole ? <YearView calendar={calendar} /> : null
}

interface Given<T> {
  readonly label: string
  readonly id?: string
  readonly value?: T
  readonly onChange?: (value: T) => void
}

function Clock({ label, id = '', value = '', onChange }: Given<string>): ReactNode {
  return <TimePicker id={id} format="HH:mm" allowClear={false} aria-label={label} placeholder={label} value={value === '' ? null : dayjs(`2000-01-01T${value}`)} onChange={(next) => onChange?.(next?.format('HH:mm') ?? '')} />
}

function Days({ label, id = '', value = [], onChange }: Given<readonly string[]>): ReactNode {
  return <DatePicker id={id} multiple className="wide" aria-label={label} placeholder={label} value={value.map((day) => dayjs(day))} onChange={(next) => onChange?.((next as unknown as dayjs.Dayjs[]).map((day) => day.format('YYYY-MM-DD')))} />
}

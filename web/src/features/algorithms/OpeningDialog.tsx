import { useQueryClient } from '@tanstack/react-query'
import { DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { ReferenceSelect } from '@/shared/resources/page/ReferenceSelect'
import { FormDialog } from '@/shared/ui/FormDialog'

import { type Opening, type OpeningForm, PAGE, todayIn, toForm, toTerms } from './openings'
import { useWords } from './words'

interface Props {
  readonly institution: string
  /** The one that is changed; null: another algorithm is opened. */
  readonly opening: Opening | null
  readonly onClose: () => void
}

const DAY = 'YYYY-MM-DD'
const REGISTER = { list: 'algorithms/list-algorithms', shows: 'name', searchable: true, label: 'name' }
/** The form holds days as the server wants them. */
const AS_DAY = {
  getValueProps: (day: string | null | undefined) => ({ value: typeof day === 'string' ? dayjs(day, DAY) : null }),
  normalize: (day: Dayjs | null) => day?.format(DAY) ?? null,
}

/** Opens an algorithm for an institution, or has an opening last for another time. */
export function OpeningDialog({ institution, opening, onClose }: Props): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const today = todayIn(session.institution.time_zone, new Date())
  const save = async (form: OpeningForm) => {
    const given = { institution_id: institution, ...toTerms(form) }
    await (opening === null
      ? post('/api/algorithms/open-algorithm', { ...given, algorithm_id: form.algorithm_id ?? '' }, 'command')
      : post('/api/algorithms/change-opening', { ...given, opening_id: opening.id, v: opening.v }, 'command'))
    void queries.invalidateQueries({ queryKey: [PAGE] })
  }
  const needed = (label: string) => [{ required: true, message: words.needed(label) }]
  const notLate = { validator: (_: unknown, day: string | null) => (day !== null && day > today ? Promise.reject(new Error(words.startsLate)) : Promise.resolve()) }
  return (
    <FormDialog<OpeningForm>
      title={opening === null ? words.openTitle : words.changeTitle(opening.name)}
      initial={toForm(opening, today)}
      onSave={save}
      onClose={onClose}
      at={{ 'algorithms.already_opened': 'algorithm_id', 'algorithms.algorithm_disabled': 'algorithm_id' }}
    >
      {opening === null && (
        <Form.Item name="algorithm_id" label={words.name} rules={needed(words.name)}><ReferenceSelect target={REGISTER} placeholder={words.choose} /></Form.Item>
      )}
      <div className="form-pair">
        <Form.Item name="starts" label={words.starts} rules={[...needed(words.starts), notLate]} {...AS_DAY}><DatePicker className="wide" /></Form.Item>
        <Form.Item
          name="ends"
          label={words.ends}
          dependencies={['starts']}
          rules={[({ getFieldValue }) => ({ validator: (_, day: string | null | undefined) => (typeof day === 'string' && day < String(getFieldValue('starts')) ? Promise.reject(new Error(words.endsEarly)) : Promise.resolve()) })]}
          {...AS_DAY}
        >
          <DatePicker className="wide" placeholder={words.forGood} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={words.note}><Input.TextArea rows={3} maxLength={500} showCount /></Form.Item>
    </FormDialog>
  )
}

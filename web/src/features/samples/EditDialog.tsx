import { DeleteOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Select, Skeleton, Switch, Upload } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'
import { FormDialog } from '@/shared/ui/FormDialog'

import { CHECKS, type Content, contentOf, LONGEST, tidied } from './form'
import { Pictures } from './Pictures'
import { type Detail, useStep } from './useSample'
import { useWords } from './words'

interface Values {
  readonly content: Content
}

/** 编辑送检信息: all of it, photos too; it stays in effect. */
export function EditDialog({ sample, onClose }: { readonly sample: Detail; readonly onClose: () => void }): ReactNode {
  const { staff } = useWords()
  const { post } = useBackend()
  const step = useStep()
  // What the editor saw: a change meanwhile is refused, not overwritten.
  const [seen] = useState(sample)
  const desk = useQuery({ queryKey: ['samples', 'desk'], queryFn: () => post('/api/samples/show-sample-desk', {}) })
  if (desk.data === undefined) return <Skeleton active />
  const body = ({ content }: Values) => ({ sample_id: seen.sample_id, v: seen.v, content: { ...tidied(content), photos: [...content.photos] } })
  const offered = desk.data.types.map(({ id, name }) => ({ value: id, label: name }))
  const own = { value: seen.sample_type_id ?? '', label: seen.sample_type }
  const types = offered.some(({ value }) => value === own.value) ? offered : [...offered, own]
  return (
    <FormDialog<Values>
      title={staff.acts.edit}
      initial={{ content: contentOf(seen) }}
      onSave={(values) => step(() => post('/api/samples/correct-sample', body(values), 'command'))}
      onClose={onClose}
    >
      <Fields types={types} />
    </FormDialog>
  )
}

function Fields({ types }: { readonly types: readonly { readonly value: string; readonly label: string }[] }): ReactNode {
  const { fields, needed } = useWords()
  const returns = Form.useWatch(['content', 'needs_return'], Form.useFormInstance()) as boolean | undefined
  return (
    <>
      <Form.Item name={['content', 'sample_type_id']} label={fields.type} rules={[{ required: true, message: needed(fields.type) }]}>
        <Select options={[...types]} data-testid="edit-type" />
      </Form.Item>
      <Form.Item name={['content', 'needs_return']} label={fields.needsReturn} valuePropName="checked"><Switch data-testid="edit-return" /></Form.Item>
      {returns === true && (
        <>
          <Line name="return_recipient" label={fields.recipient} check="required" longest={LONGEST.recipient} />
          <Line name="return_phone" label={fields.returnPhone} check="phone" longest={LONGEST.phone} />
          <Line name="return_address" label={fields.address} check="required" longest={LONGEST.address} />
        </>
      )}
      <Line name="report_email" label={fields.email} check="email" longest={LONGEST.email} />
      <Line name="tracking_no" label={fields.tracking} check="number" longest={LONGEST.number} />
      <Form.Item name={['content', 'photos']} label={fields.photos} rules={[{ required: true, type: 'array', min: 1, message: needed(fields.photos) }]}>
        <EditPhotos />
      </Form.Item>
    </>
  )
}

interface LineProps {
  readonly name: keyof Content
  readonly label: string
  readonly check: keyof typeof CHECKS
  readonly longest: number
}

function Line({ name, label, check, longest }: LineProps): ReactNode {
  const { faults, needed } = useWords()
  const validator = (_: unknown, value: unknown) => {
    const fault = CHECKS[check](typeof value === 'string' ? value : '')
    return fault === null ? Promise.resolve() : Promise.reject(new Error(fault === 'required' ? needed(label) : faults[fault]))
  }
  return <Form.Item name={['content', name]} label={label} required rules={[{ validator }]}><Input maxLength={longest} data-testid={`edit-${name}`} /></Form.Item>
}

const MOST = 9

/** Photos of the submission form to take away and to add. Form.Item hands in value and onChange. */
function EditPhotos({ value = [], onChange }: { readonly value?: readonly string[]; readonly onChange?: (ids: readonly string[]) => void }): ReactNode {
  const { fields, staff } = useWords()
  const { message } = App.useApp()
  const files = useFiles()
  const add = async (file: File) => {
    try {
      const kept = await files.upload(file, 'samples.form')
      onChange?.([...value, kept.file_id])
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  return (
    <div data-testid="edit-photos">
      <div className="sample-acts">
        {value.map((id, place) => (
          <span key={id}>
            <Pictures files={[{ file_id: id, media_type: 'image/jpeg' }]} name={fields.photos} />
            <Button size="small" danger icon={<DeleteOutlined />} aria-label={`${staff.remove} ${staff.photoNo(place + 1)}`} onClick={() => onChange?.(value.filter((one) => one !== id))} />
          </span>
        ))}
      </div>
      {value.length < MOST && (
        <Upload accept=".jpg,.jpeg,.png" showUploadList={false} beforeUpload={(file) => { void add(file); return false }}>
          <Button data-testid="edit-add-photo">{staff.addPhoto}</Button>
        </Upload>
      )}
    </div>
  )
}

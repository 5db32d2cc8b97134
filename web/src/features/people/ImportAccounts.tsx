import { App, Button, Form, Input, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { saveAs } from '@/shared/api/files'
import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'
import { JobsButton } from '@/shared/jobs/JobsButton'
import { FormDialog } from '@/shared/ui/FormDialog'

import { useGrantWords } from './grantWords'

const PURPOSE = 'access.account.import'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

interface Fields {
  readonly file: File
  readonly password: string
  readonly confirmation: string
}

/** Makes accounts from a workbook (医生批量导入); the job tells how far it is, and which rows were not taken. */
export function ImportAccounts(): ReactNode {
  const words = useGrantWords()
  const [taking, setTaking] = useState(false)
  const [jobs, setJobs] = useState(false)
  return (
    <>
      <Button data-testid="import" onClick={() => setTaking(true)}>{words.importDoctors}</Button>
      <JobsButton open={jobs} onOpen={setJobs} />
      {taking && <ImportDialog onClose={() => setTaking(false)} onStarted={() => setJobs(true)} />}
    </>
  )
}

interface Props {
  readonly onClose: () => void
  readonly onStarted: () => void
}

function ImportDialog({ onClose, onStarted }: Props): ReactNode {
  const words = useGrantWords()
  const { post } = useBackend()
  const files = useFiles()
  const save = async ({ file, password, confirmation }: Fields) => {
    const kept = await files.upload(file, PURPOSE)
    await post('/api/access/import-accounts', { file_id: kept.file_id, password, confirmation }, 'command')
    onStarted()
  }
  const needed = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <FormDialog<Fields> title={words.importDoctors} initial={{}} onSave={save} onClose={onClose} told={null}>
      <p>{words.importHow}</p>
      <TemplateButton />
      <Form.Item name="file" rules={needed('.xlsx')}><WorkbookInput /></Form.Item>
      <div className="form-pair">
        <Form.Item name="password" label={words.firstPassword} rules={needed(words.firstPassword)}><Input.Password autoComplete="new-password" maxLength={128} /></Form.Item>
        <Form.Item name="confirmation" label={words.firstAgain} dependencies={['password']} rules={[...needed(words.firstAgain), ({ getFieldValue }) => ({ validator: (_, typed: unknown) => (typed === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(words.differs))) })]}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
      </div>
      <p>{words.firstHint}</p>
    </FormDialog>
  )
}

function TemplateButton(): ReactNode {
  const words = useGrantWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message } = App.useApp()
  const fetch = async () => {
    try {
      const made = await post('/api/access/account-template', { language: i18n.language === 'en' ? 'en' : 'zh' })
      saveAs(new Blob([Uint8Array.from(atob(made.content), (one) => one.charCodeAt(0))], { type: XLSX }), made.name)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  return <p><Button data-testid="template" onClick={() => void fetch()}>{words.template}</Button></p>
}

// Form.Item hands these in.
function WorkbookInput({ id = '', onChange }: { readonly id?: string; readonly onChange?: (file: File | null) => void }): ReactNode {
  const words = useGrantWords()
  return (
    <Upload.Dragger
      id={id}
      accept=".xlsx"
      maxCount={1}
      beforeUpload={(chosen) => {
        onChange?.(chosen)
        return false
      }}
      onRemove={() => onChange?.(null)}
    >
      <p>{words.drop}</p>
    </Upload.Dragger>
  )
}

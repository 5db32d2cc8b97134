import { Alert, App, Button, Modal, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { saveAs } from '@/shared/api/files'
import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'
import type { Description } from '@/shared/resources/description'
import { inWords } from '@/shared/resources/values'

import { run } from './run'
import { useWords } from './words'

interface Props {
  readonly description: Description
  readonly onClose: () => void
  /** The job has been started. */
  readonly onStarted: () => void
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Takes a filled-in workbook; the template is one click away. */
export function ImportDialog({ description, onClose, onStarted }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message } = App.useApp()
  const files = useFiles()
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)
  const label = inWords(description.label, i18n.language)
  const template = async () => {
    try {
      const language = i18n.language === 'en' ? 'en' : 'zh'
      const made = await run<{ name: string; content: string }>(post, description.operations.template, { language })
      const bytes = Uint8Array.from(atob(made.content), (one) => one.charCodeAt(0))
      saveAs(new Blob([bytes], { type: XLSX }), made.name)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  const take = async () => {
    if (file === null) return
    setBusy(true)
    setRefusal(null)
    try {
      const kept = await files.upload(file, `${description.path.replace('/', '.').replaceAll('-', '_')}.import`)
      await run(post, description.operations.import, { file_id: kept.file_id }, 'command')
      onStarted()
    } catch (error) {
      setRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={words.importOf(label)}
      okText={words.importNow}
      cancelText={words.cancel}
      okButtonProps={{ id: 'import-ok', disabled: file === null }}
      confirmLoading={busy}
      onOk={() => void take()}
      onCancel={onClose}
    >
      <p>{words.importHow}</p>
      <p><Button data-testid="template" onClick={() => void template()}>{words.template}</Button></p>
      <Upload.Dragger
        accept=".xlsx"
        maxCount={1}
        beforeUpload={(chosen) => {
          setFile(chosen)
          return false
        }}
        onRemove={() => setFile(null)}
      >
        <p>{words.importDrop}</p>
      </Upload.Dragger>
      {refusal !== null && <Alert type="error" showIcon title={explain(refusal)} />}
    </Modal>
  )
}

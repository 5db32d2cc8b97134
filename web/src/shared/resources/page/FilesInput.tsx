import { App, Button, Form, Progress, Upload } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'
import type { Field } from '@/shared/resources/description'
import { filesOf, inWords } from '@/shared/resources/values'

import { FileNames } from './FileNames'
import { useWords } from './words'

interface Props {
  readonly field: Field
  readonly id: string
  readonly value?: unknown
  readonly onChange: (value: unknown) => void
  /** Told when the first upload begins and when the last one ends: until then the row cannot be saved. */
  readonly onBusy: (busy: boolean) => void
}

interface Going {
  readonly key: number
  readonly name: string
  readonly percent: number
  readonly abort: AbortController
}

const MEGABYTE = 1024 * 1024

/** Uploads files for a row, several at once, and says how far each is. */
export function FilesInput({ field, id, value, onChange, onBusy }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const files = useFiles()
  const form = Form.useFormInstance()
  const { message } = App.useApp()
  const [going, setGoing] = useState<readonly Going[]>([])
  const keys = useRef(0)
  const aborts = useRef(new Set<AbortController>())
  const most = field.most ?? 1
  const kept = filesOf(value)
  const room = most - kept.length - going.length
  useEffect(() => {
    const all = aborts.current
    return () => all.forEach((abort) => abort.abort())
  }, [])
  const take = async (file: File) => {
    const limit = field.most_bytes ?? Infinity
    if (file.size > limit) {
      void message.error(words.tooLarge(file.name, limit / MEGABYTE), 6)
      return
    }
    keys.current += 1
    const one: Going = { key: keys.current, name: file.name, percent: 0, abort: new AbortController() }
    aborts.current.add(one.abort)
    setGoing((now) => [...now, one])
    onBusy(true)
    try {
      const onProgress = (percent: number) => setGoing((now) => now.map((other) => (other.key === one.key ? { ...other, percent } : other)))
      const done = await files.upload(file, field.purpose ?? undefined, { signal: one.abort.signal, onProgress })
      // What the form has by now: other files may have come in meanwhile.
      onChange([...filesOf(form.getFieldValue(field.name)), done])
    } catch (error) {
      if (!one.abort.signal.aborted) void message.error(explain(error), 6)
    } finally {
      aborts.current.delete(one.abort)
      setGoing((now) => now.filter((other) => other.key !== one.key))
      onBusy(aborts.current.size > 0)
    }
  }
  const drop = (fileId: string) => onChange(kept.filter((file) => file.file_id !== fileId))
  return (
    <div id={id} className="files" data-testid={`files-${field.name}`}>
      <Upload multiple accept={field.accept.join(',')} showUploadList={false} disabled={room <= 0} beforeUpload={(file, all) => { if (all.indexOf(file) < room) void take(file); return false }}>
        <Button disabled={room <= 0} data-testid="file-add">{words.upload}</Button> <small>{words.uploadLimits(most, (field.most_bytes ?? 0) / MEGABYTE)}</small>
      </Upload>
      <FileNames files={kept} label={inWords(field.label, i18n.language)} onRemove={drop} />
      {going.map((one) => (
        <div key={one.key} className="file" data-testid="file-going">
          <span>{one.name}</span>
          <Progress size="small" percent={one.percent} />
          <Button type="link" size="small" onClick={() => one.abort.abort()}>{words.cancel}</Button>
        </div>
      ))}
    </div>
  )
}

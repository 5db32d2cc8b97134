import { App, Button } from 'antd'
import type { ReactNode } from 'react'

import { type KeptFile, saveAs } from '@/shared/api/files'
import { useFiles } from '@/shared/files/FilesContext'
import { useObjectUrl } from '@/shared/files/useObjectUrl'
import { explain } from '@/shared/i18n/explain'

import { useWords } from './words'

interface Props {
  readonly files: readonly KeptFile[]
  readonly label: string
  readonly onRemove?: (fileId: string) => void
}

/** Files with their pictures where they are some; a click saves one. */
export function FileNames({ files, label, onRemove }: Props): ReactNode {
  const words = useWords()
  const store = useFiles()
  const { message } = App.useApp()
  const save = async (file: KeptFile) => {
    try {
      saveAs(await store.open(file.file_id), file.name)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  if (files.length === 0) return null
  return (
    <ul className="file-names" aria-label={label}>
      {files.map((file) => (
        <li key={file.file_id} className="file" data-testid="file">
          {file.media_type.startsWith('image/') && <Picture file={file} />}
          <Button type="link" size="small" onClick={() => void save(file)}>{file.name}</Button>
          {onRemove !== undefined && <Button type="link" danger size="small" aria-label={`${words.remove} ${file.name}`} onClick={() => onRemove(file.file_id)}>{words.remove}</Button>}
        </li>
      ))}
    </ul>
  )
}

function Picture({ file }: { readonly file: KeptFile }): ReactNode {
  const { url } = useObjectUrl(file.file_id)
  return url === null ? null : <img src={url} alt={file.name} height={48} data-testid="file-picture" />
}

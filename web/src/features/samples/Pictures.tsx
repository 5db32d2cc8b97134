import type { ReactNode } from 'react'

import { useObjectUrl } from '@/shared/files/useObjectUrl'

interface Kept {
  readonly file_id: string
  readonly media_type: string
}

/** Photos and papers of a patient; a click shows one whole. */
export function Pictures({ files, name }: { readonly files: readonly Kept[]; readonly name: string }): ReactNode {
  return (
    <ul className="sample-photos">
      {files.map((file, place) => <li key={file.file_id}><Picture file={file} name={`${name} ${place + 1}`} /></li>)}
    </ul>
  )
}

function Picture({ file, name }: { readonly file: Kept; readonly name: string }): ReactNode {
  const { url, error } = useObjectUrl(file.file_id)
  if (url === null) return <span role={error === null ? undefined : 'alert'}>{error === null ? '…' : '!'} {name}</span>
  return <a href={url} target="_blank" rel="noreferrer" data-testid="picture">{file.media_type.startsWith('image/') ? <img src={url} alt={name} /> : name}</a>
}

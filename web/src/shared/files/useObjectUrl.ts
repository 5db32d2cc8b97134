import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { useFiles } from './FilesContext'

export interface OpenedFile {
  /** Null until it is there. */
  readonly url: string | null
  /** Its media type; empty until it is there. */
  readonly type: string
  readonly error: Error | null
}

/** The content of a file as an object URL for `<img>` or `<iframe>`; it is revoked when nobody shows it any more. */
export function useObjectUrl(fileId: string | null): OpenedFile {
  const files = useFiles()
  const opened = useQuery({
    queryKey: ['file', fileId],
    queryFn: ({ signal }) => files.open(fileId ?? '', signal),
    enabled: fileId !== null,
    staleTime: Infinity,
    gcTime: 60_000,
  })
  const [url, setUrl] = useState<string | null>(null)
  const blob = opened.data
  useEffect(() => {
    if (blob === undefined) return undefined
    const made = URL.createObjectURL(blob)
    // eslint-disable-next-line react-hooks/set-state-in-effect -- an object URL has to be revoked, so it is an effect
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return { url: blob === undefined ? null : url, type: blob?.type ?? '', error: opened.error }
}

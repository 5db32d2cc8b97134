import { useState } from 'react'

import { newKey } from '@/shared/api/post'
import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'

import { faultOf, type Fault } from './photos'

/** A photo on its way; `error` tells why it did not arrive. */
export interface Pending {
  readonly key: string
  readonly file: File
  readonly percent: number
  readonly error: string | null
}

export interface Photos {
  readonly pending: readonly Pending[]
  /** Uploads photos; what is wrong with one of them is answered. */
  readonly add: (files: readonly File[]) => Fault | null
  readonly retry: (key: string) => void
  readonly drop: (key: string) => void
}

/** What the photos are for, and which media types will do. */
export interface Wanted {
  readonly purpose: string
  readonly formats: readonly string[]
}

/** Uploads photos one beside the other; `onKept` hears the id of each that has arrived, perhaps when the page has been drawn anew since. */
export function usePhotos({ purpose, formats }: Wanted, kept: number, onKept: (fileId: string) => void): Photos {
  const files = useFiles()
  const [pending, setPending] = useState<readonly Pending[]>([])
  const change = (key: string, part: Partial<Pending>) =>
    setPending((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const drop = (key: string) => setPending((now) => now.filter((one) => one.key !== key))
  const arrived = (key: string, fileId: string) => {
    drop(key)
    onKept(fileId)
  }
  const send = async (key: string, file: File) => {
    try {
      const told = await files.upload(file, purpose, { onProgress: (percent) => change(key, { percent }) })
      arrived(key, told.file_id)
    } catch (error) {
      change(key, { error: explain(error) })
    }
  }
  const add = (chosen: readonly File[]) => {
    let fault: Fault | null = null
    const fresh: Pending[] = []
    for (const file of chosen) {
      const wrong = faultOf(file, kept + pending.length + fresh.length, formats)
      if (wrong === null) fresh.push({ key: newKey(), file, percent: 0, error: null })
      else fault = wrong
    }
    setPending((now) => [...now, ...fresh])
    fresh.forEach(({ key, file }) => void send(key, file))
    return fault
  }
  const retry = (key: string) => {
    const one = pending.find((photo) => photo.key === key)
    if (one === undefined) return
    change(key, { percent: 0, error: null })
    void send(key, one.file)
  }
  return { pending, add, retry, drop }
}

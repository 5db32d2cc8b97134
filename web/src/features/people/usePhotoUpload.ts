import { App } from 'antd'
import { useState } from 'react'

import type { KeptFile } from '@/shared/api/files'
import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'

import { useGrantWords } from './grantWords'
import { cropped, faultOf, fits, MOST_BYTES } from './photos'

const PURPOSE = 'access.institution_photo'
const SHOWN_SECONDS = 6

export interface PhotoUpload {
  readonly busy: boolean
  /** Uploads a photo; null when it was refused, and said so. */
  readonly upload: (file: File, kept: number) => Promise<KeptFile | null>
}

/** Uploads photos of 1.5:1; offers to crop those of another proportion, and those that are too large. */
export function usePhotoUpload(): PhotoUpload {
  const words = useGrantWords()
  const files = useFiles()
  const { message, modal } = App.useApp()
  const [busy, setBusy] = useState(false)
  const refuse = (told: string) => {
    void message.error(told, SHOWN_SECONDS)
    return null
  }
  const agreed = (file: File, picture: ImageBitmap) =>
    new Promise<boolean>((answer) => {
      const content = words.cropText(file.name, `${picture.width}*${picture.height}`)
      void modal.confirm({ title: words.cropTitle, content, okText: words.crop, cancelText: words.cancel, okButtonProps: { id: 'crop-ok' }, onOk: () => answer(true), onCancel: () => answer(false) })
    })
  const fitted = async (file: File): Promise<File | null> => {
    const picture = await createImageBitmap(file).catch(() => null)
    if (picture === null) return refuse(words.badFormat(file.name))
    if (!fits(picture.width, picture.height)) return (await agreed(file, picture)) ? cropped(picture, file.name) : null
    return file.size > MOST_BYTES ? refuse(words.tooLarge(file.name)) : file
  }
  const upload = async (file: File, kept: number) => {
    const fault = faultOf(file, kept)
    if (fault !== null) return refuse(fault === 'count' ? words.tooMany : words.badFormat(file.name))
    setBusy(true)
    try {
      const ready = await fitted(file)
      return ready === null ? null : await files.upload(ready, PURPOSE)
    } catch (error) {
      return refuse(explain(error))
    } finally {
      setBusy(false)
    }
  }
  return { busy, upload }
}

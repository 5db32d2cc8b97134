import { App, Button, Modal, Upload } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'

import { useFiles } from '@/shared/files/FilesContext'
import { useObjectUrl } from '@/shared/files/useObjectUrl'
import { explain } from '@/shared/i18n/explain'

import { useWords } from './words'

const PURPOSE = 'registration.request_photo'

interface Props {
  readonly id?: string
  readonly value?: readonly string[]
  readonly onChange?: (ids: readonly string[]) => void
}

/** The paper request, photographed with the document camera, or uploaded (RIS-033). */
export function PhotoField({ id, value = [], onChange }: Props): ReactNode {
  const words = useWords()
  const files = useFiles()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const keep = async (file: File) => {
    try {
      const kept = await files.upload(file, PURPOSE)
      onChange?.([...value, kept.file_id])
      void message.success(words.done.photo)
      setOpen(false)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  return (
    <div id={id} className="photos" data-testid="photos">
      <Button data-testid="photo-take" onClick={() => setOpen(true)}>{words.photo.take}</Button>
      {value.map((fileId, place) => (
        <span key={fileId} className="photo">
          <Picture fileId={fileId} name={words.photo.one(place + 1)} />
          <Button type="link" danger size="small" onClick={() => onChange?.(value.filter((one) => one !== fileId))}>{words.photo.remove}</Button>
        </span>
      ))}
      {open && <Camera onKeep={keep} onClose={() => setOpen(false)} />}
    </div>
  )
}

export function Picture({ fileId, name }: { readonly fileId: string; readonly name: string }): ReactNode {
  const { url } = useObjectUrl(fileId)
  if (url === null) return name
  return <a href={url} target="_blank" rel="noreferrer"><img src={url} alt={name} height={56} data-testid="photo" /></a>
}

function Camera({ onKeep, onClose }: { readonly onKeep: (file: File) => Promise<void>; readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<'opening' | 'live' | 'missing'>('opening')
  useEffect(() => {
    let stream: MediaStream | null = null
    let gone = false
    const start = async () => {
      try {
        // Missing on plain http outside loopback: then only uploading is left.
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, facingMode: 'environment' } })
        if (gone || video.current === null) return
        video.current.srcObject = stream
        await video.current.play()
        setState('live')
      } catch {
        if (!gone) setState('missing')
      }
    }
    void start().finally(() => gone && stream?.getTracks().forEach((track) => track.stop()))
    return () => {
      gone = true
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [])
  const shoot = () => {
    const shown = video.current
    if (shown === null) return
    const canvas = document.createElement('canvas')
    canvas.width = shown.videoWidth
    canvas.height = shown.videoHeight
    canvas.getContext('2d')?.drawImage(shown, 0, 0)
    canvas.toBlob((blob) => blob !== null && void onKeep(new File([blob], 'request.jpg', { type: 'image/jpeg' })), 'image/jpeg', 0.9)
  }
  const upload = (
    <Upload accept="image/*,application/pdf" showUploadList={false} beforeUpload={(file) => { void onKeep(file); return false }}>
      <Button>{words.photo.upload}</Button>
    </Upload>
  )
  return (
    <Modal open title={words.photo.take} onCancel={onClose} footer={[<span key="upload">{upload}</span>, <Button key="shoot" type="primary" data-testid="photo-shoot" disabled={state !== 'live'} onClick={shoot}>{words.photo.shoot}</Button>]}>
      {state === 'missing' && <p role="alert" className="field-error">{words.photo.missing}</p>}
      <video ref={video} muted playsInline className="camera" />
    </Modal>
  )
}

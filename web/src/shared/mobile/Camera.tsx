import { Button } from 'antd-mobile'
import { type ReactNode, useEffect, useRef, useState } from 'react'

import { usePhotoWords } from './photoWords'
import { Sheet } from './Sheet'

const QUALITY = 0.9

interface Props {
  readonly onTaken: (file: File) => void
  /** There is no camera that this page may use: the telephone's own camera program is asked instead. */
  readonly onMissing: () => void
  readonly onClose: () => void
}

/** The camera in the page: sees, takes one picture, and is switched off. */
export function Camera({ onTaken, onMissing, onClose }: Props): ReactNode {
  const words = usePhotoWords()
  const video = useRef<HTMLVideoElement>(null)
  const [live, setLive] = useState(false)
  const [missing] = useState(() => onMissing)
  useEffect(() => {
    let stream: MediaStream | null = null
    let gone = false
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    const start = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, facingMode: 'environment' } })
        if (gone || video.current === null) {
          stop()
          return
        }
        video.current.srcObject = stream
        await video.current.play()
        setLive(true)
      } catch {
        // Refused, absent, or (on plain http) not offered at all.
        if (!gone) missing()
      }
    }
    void start()
    return () => {
      gone = true
      stop()
    }
  }, [missing])
  const shoot = () => {
    const shown = video.current
    if (shown === null) return
    const canvas = document.createElement('canvas')
    canvas.width = shown.videoWidth
    canvas.height = shown.videoHeight
    canvas.getContext('2d')?.drawImage(shown, 0, 0)
    canvas.toBlob((blob) => blob !== null && onTaken(new File([blob], 'photo.jpg', { type: 'image/jpeg' })), 'image/jpeg', QUALITY)
  }
  return (
    <Sheet plain title={words.take} onClose={onClose}>
      <video ref={video} muted playsInline data-testid="camera" />
      <div className="phone-add-row">
        <Button block onClick={onClose}>{words.cancel}</Button>
        <Button block color="primary" disabled={!live} data-testid="shoot" onClick={shoot}>{words.shoot}</Button>
      </div>
    </Sheet>
  )
}

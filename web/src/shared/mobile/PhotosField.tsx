import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'

import { useObjectUrl } from '@/shared/files/useObjectUrl'

import { Camera } from './Camera'
import { MOST_PHOTOS, PHOTOS } from './photos'
import { usePhotoWords } from './photoWords'
import { warn } from './tell'
import { type Pending, usePhotos } from './usePhotos'

interface Props {
  /** What is on the photos, for labels. */
  readonly name: string
  readonly purpose: string
  /** The media types that will do; photos if nothing else is said. */
  readonly formats?: readonly string[]
  readonly value?: readonly string[]
  /** Without it the photos are only shown. */
  readonly onChange?: (ids: readonly string[]) => void
  /** Told when something is under way or has failed, and when no longer. */
  readonly onBusy?: (busy: boolean) => void
}

/** Photos by camera or from the album, each with its progress; one that failed can be tried again. */
export function PhotosField({ name, purpose, formats = PHOTOS, value = [], onChange, onBusy }: Props): ReactNode {
  const words = usePhotoWords()
  // Two photos may arrive before the page is drawn again: the second must not forget the first.
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  }, [value])
  const keep = (id: string) => {
    latest.current = [...latest.current, id]
    onChange?.(latest.current)
  }
  const { pending, add, retry, drop } = usePhotos({ purpose, formats }, value.length, keep)
  const busy = pending.length > 0
  const tellBusy = useEffectEvent((now: boolean) => onBusy?.(now))
  useEffect(() => tellBusy(busy), [busy])
  const take = (files: readonly File[]) => {
    const fault = add(files)
    if (fault !== null) warn(words.faults[fault])
  }
  return (
    <div className="phone-add" data-testid={`photos-${purpose}`} data-pending={pending.length} role="group" aria-label={name}>
      <ul className="phone-photos">
        {value.map((id, place) => (
          <li key={id}>
            <Photo fileId={id} name={words.photo(name, place + 1)} />
            {onChange !== undefined && (
              <button type="button" className="phone-remove" aria-label={words.remove(name, place + 1)} onClick={() => onChange(value.filter((one) => one !== id))}>×</button>
            )}
          </li>
        ))}
        {pending.map((one) => <Sending key={one.key} photo={one} onRetry={() => retry(one.key)} onDrop={() => drop(one.key)} />)}
      </ul>
      {onChange !== undefined && value.length + pending.length < MOST_PHOTOS && <Pick name={name} formats={formats} onTaken={take} />}
    </div>
  )
}

/** One photo or paper that has arrived; a touch shows it whole. */
export function Photo({ fileId, name }: { readonly fileId: string; readonly name: string }): ReactNode {
  const { url, type, error } = useObjectUrl(fileId)
  if (url === null) return <span role={error === null ? undefined : 'alert'}>{error === null ? '…' : '!'} {name}</span>
  const shown = type === 'application/pdf' ? `PDF ${name}` : <img src={url} alt={name} />
  return <a href={url} target="_blank" rel="noreferrer" data-testid="photo">{shown}</a>
}

function Sending({ photo, onRetry, onDrop }: { readonly photo: Pending; readonly onRetry: () => void; readonly onDrop: () => void }): ReactNode {
  const words = usePhotoWords()
  if (photo.error === null) {
    return <li><div className="phone-shade" role="progressbar" aria-valuenow={photo.percent} aria-valuemin={0} aria-valuemax={100} aria-label={photo.file.name}>{words.sending(photo.percent)}</div></li>
  }
  return (
    <li>
      <div className="phone-shade" role="alert" title={photo.error}>
        <button type="button" data-testid="photo-retry" onClick={onRetry}>{words.retry}</button>
        <button type="button" onClick={onDrop}>{words.drop}</button>
      </div>
    </li>
  )
}

interface PickProps {
  readonly name: string
  readonly formats: readonly string[]
  readonly onTaken: (files: readonly File[]) => void
}

function Pick({ name, formats, onTaken }: PickProps): ReactNode {
  const words = usePhotoWords()
  const [shooting, setShooting] = useState(false)
  const own = useRef<HTMLInputElement>(null)
  const chosen = (event: React.ChangeEvent<HTMLInputElement>) => {
    onTaken(Array.from(event.target.files ?? []))
    event.target.value = ''
  }
  const taken = (file: File) => {
    setShooting(false)
    onTaken([file])
  }
  const missing = () => {
    setShooting(false)
    own.current?.click()
  }
  return (
    <>
      <div className="phone-add-row">
        <button type="button" className="phone-pick" data-testid="take-photo" aria-label={`${words.take} ${name}`} onClick={() => setShooting(true)}>{words.take}</button>
        <label className="phone-pick">
          {words.album}
          <input type="file" accept={formats.join(',')} multiple aria-label={`${words.album} ${name}`} data-testid="album" onChange={chosen} />
        </label>
      </div>
      <input ref={own} type="file" accept={PHOTOS.join(',')} capture="environment" hidden aria-label={`${words.take} ${name}`} onChange={chosen} />
      <p className="phone-calm">{words.hint(formats.length > PHOTOS.length)}</p>
      {shooting && <Camera onTaken={taken} onMissing={missing} onClose={() => setShooting(false)} />}
    </>
  )
}

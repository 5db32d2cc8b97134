import './grants.css'

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Upload } from 'antd'
import type { ReactNode } from 'react'

import { useObjectUrl } from '@/shared/files/useObjectUrl'

import { useGrantWords } from './grantWords'
import { MOST_PHOTOS } from './photos'
import { usePhotoUpload } from './usePhotoUpload'

interface Props {
  readonly value?: readonly string[]
  /** Without it the photos are only shown. Form.Item hands it in. */
  readonly onChange?: (ids: readonly string[]) => void
}

/** The photos of an institution; while it is being changed, more can be added and each removed. */
export function PhotoWall({ value = [], onChange }: Props): ReactNode {
  const words = useGrantWords()
  const { busy, upload } = usePhotoUpload()
  const take = async (file: File) => {
    const kept = await upload(file, value.length)
    if (kept !== null) onChange?.([...value, kept.file_id])
  }
  return (
    <div data-testid="institution-photos">
      {value.length === 0 && onChange === undefined && <p className="calm">{words.noPhotos}</p>}
      <ul className="institution-photos">
        {value.map((id, place) => (
          <li key={id}>
            <Photo id={id} name={words.photo(place + 1)} />
            {onChange !== undefined && <Button size="small" danger icon={<DeleteOutlined />} aria-label={`${words.removePhoto} ${place + 1}`} onClick={() => onChange(value.filter((one) => one !== id))} />}
          </li>
        ))}
      </ul>
      {onChange !== undefined && (
        <>
          {value.length < MOST_PHOTOS && (
            <Upload accept=".jpg,.jpeg,.png" showUploadList={false} beforeUpload={(file) => { void take(file); return false }}>
              <Button icon={<PlusOutlined />} loading={busy} data-testid="add-photo">{words.addPhoto}</Button>
            </Upload>
          )}
          <p className="institution-hint">{words.photoHint}</p>
        </>
      )}
    </div>
  )
}

function Photo({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const { url } = useObjectUrl(id)
  return url === null ? <span>{name}</span> : <img src={url} alt={name} data-testid="institution-photo" />
}

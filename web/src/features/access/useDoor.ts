import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type Answer, postOnce } from '@/shared/api/post'

export type DoorSheet = Answer<'/api/access/show-door'>

/** What the door shows; null until it is known. Without it one can sign in all the same. */
export function useDoor(): DoorSheet | null {
  const { i18n } = useTranslation()
  const [door, setDoor] = useState<DoorSheet | null>(null)
  useEffect(() => {
    let here = true
    postOnce('/api/access/show-door', {}, { 'Accept-Language': i18n.language }).then((sheet) => {
      if (here) setDoor(sheet)
    }, () => undefined)
    return () => {
      here = false
    }
  }, [i18n.language])
  return door
}

import { useTranslation } from 'react-i18next'

import type { Fault } from './photos'

const zh = {
  take: '拍照',
  shoot: '拍摄',
  album: '从相册选择',
  cancel: '取消',
  retry: '重试',
  drop: '移除',
  photo: (name: string, place: number): string => `${name} ${place}`,
  remove: (name: string, place: number): string => `移除${name} ${place}`,
  sending: (percent: number): string => `上传中 ${percent}%`,
  hint: (papers: boolean): string => `1-9 张，支持 jpg、png${papers ? '、pdf' : ''}，每张不超过 10 MB`,
  faults: { format: '不支持该文件格式', size: '每张不能超过 10 MB', count: '最多上传 9 张' } as Readonly<Record<Fault, string>>,
  waiting: '有图片尚未上传完成，请等待、重试或移除',
}

export type PhotoWords = typeof zh

const en: PhotoWords = {
  take: 'Take a photo',
  shoot: 'Shoot',
  album: 'From the album',
  cancel: 'Cancel',
  retry: 'Try again',
  drop: 'Remove',
  photo: (name, place) => `${name} ${place}`,
  remove: (name, place) => `Remove ${name} ${place}`,
  sending: (percent) => `Uploading ${percent}%`,
  hint: (papers) => `1-9 photos, jpg${papers ? ', png or pdf' : ' or png'}, up to 10 MB each`,
  faults: { format: 'Files of this kind are not taken', size: 'Each may have up to 10 MB', count: 'Up to 9' },
  waiting: 'Some pictures have not arrived: wait, try again or remove them',
}

/** The words of taking photos, in the language of the moment. */
export function usePhotoWords(): PhotoWords {
  return useTranslation().i18n.language === 'en' ? en : zh
}

import { useTranslation } from 'react-i18next'

const zh = {
  tools: '文字格式',
  bold: '加粗',
  italic: '斜体',
  heading: '标题',
  bullets: '列表',
  numbers: '编号',
  link: '链接',
  address: '链接地址',
  wrongAddress: '请填写 https://、http:// 或 mailto: 开头的地址',
  ok: '确定',
}

export type Words = typeof zh

const en: Words = {
  tools: 'Text format',
  bold: 'Bold',
  italic: 'Italic',
  heading: 'Heading',
  bullets: 'List',
  numbers: 'Numbers',
  link: 'Link',
  address: 'Address',
  wrongAddress: 'Type an address that begins with https://, http:// or mailto:',
  ok: 'OK',
}

/** The editor's words in the language of the moment. */
export function useWords(): Words {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

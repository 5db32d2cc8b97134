import { useTranslation } from 'react-i18next'

import type { Language } from '@/shared/i18n/i18n'

const zh = {
  skip: '跳到内容',
  functions: '功能导航',
  openMenu: '打开导航',
  collapse: '收起导航',
  expand: '展开导航',
  search: '搜索功能',
  searchHint: '输入名称、拼音或首字母',
  nothingFound: '没有找到相应的功能',
  often: '常用',
  oftenTitle: '常用功能',
  all: '全部功能',
  home: '功能总览',
  shortcuts: '快捷栏',
  account: '个人菜单',
  me: '个人设置',
  signOut: '退出登录',
  mode: '导航模式',
  station: '工作站模式',
  unified: '一体化模式',
  appearance: '外观',
  system: '跟随系统',
  light: '浅色',
  dark: '深色',
  stations: '工作站',
  quick: '快速切换',
  noPage: '此账号没有可用的页面，请联系管理员。',
  idleTitle: '即将自动退出',
  idleText: (seconds: number) => `长时间未操作，${seconds} 秒后将自动退出登录。`,
  idleStay: '继续使用',
  idleLeave: '立即退出',
  expelled: '登录已结束',
  ok: '确定',
  passwordDays: (days: number) => `登录密码将在 ${days} 天后到期，请及时修改。`,
  changeNow: '去修改',
}

export type ShellWords = typeof zh

const en: ShellWords = {
  skip: 'Skip to the content',
  functions: 'Functions',
  openMenu: 'Open navigation',
  collapse: 'Collapse navigation',
  expand: 'Expand navigation',
  search: 'Search functions',
  searchHint: 'Name, pinyin or initials',
  nothingFound: 'No such function',
  often: 'Frequent',
  oftenTitle: 'Frequently used',
  all: 'All functions',
  home: 'Overview',
  shortcuts: 'Shortcuts',
  account: 'Account menu',
  me: 'My settings',
  signOut: 'Sign out',
  mode: 'Navigation',
  station: 'Workstations',
  unified: 'All in one',
  appearance: 'Appearance',
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  stations: 'Workstations',
  quick: 'Switch quickly',
  noPage: 'This account has no page here. Ask your administrator.',
  idleTitle: 'About to sign out',
  idleText: (seconds) => `The page was not used for a while. You will be signed out in ${seconds} seconds.`,
  idleStay: 'Stay signed in',
  idleLeave: 'Sign out now',
  expelled: 'You have been signed out',
  ok: 'OK',
  passwordDays: (days) => `Your password expires in ${days} ${days === 1 ? 'day' : 'days'}. Please change it in time.`,
  changeNow: 'Change it',
}

/** The shell's words in the language of the moment. */
export function useShellWords(): ShellWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}

import { useTranslation } from 'react-i18next'

const zh = {
  signIns: '登录日志', operations: '操作日志', visits: '访问日志', institution: '机构名称', time: '时间', span: { '7d': '最近7天', '1m': '最近1个月', '3m': '最近3个月', custom: '自定义' },
  from: '开始时间', until: '结束时间', at: '操作时间', who: '操作人', event: '事件', address: 'IP 地址', result: '结果', done: '成功', refused: '失败', why: '失败原因',
  page: '页面', count: '访问次数', seconds: '停留时长', last: '最近访问', detail: '内容', signIn: '登录', signOut: '退出登录',
  lasting: (seconds: number) => (seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`),
}

export type LogWords = typeof zh

const en: LogWords = {
  signIns: 'Sign-in log', operations: 'Operation log', visits: 'Access log', institution: 'Institution', time: 'Time', span: { '7d': 'Last 7 days', '1m': 'Last month', '3m': 'Last 3 months', custom: 'Custom' },
  from: 'From', until: 'Until', at: 'Time', who: 'Who', event: 'Event', address: 'IP address', result: 'Result', done: 'Done', refused: 'Refused', why: 'Why',
  page: 'Page', count: 'Visits', seconds: 'Time spent', last: 'Last visit', detail: 'Content', signIn: 'Sign in', signOut: 'Sign out',
  lasting: (seconds) => (seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`),
}

/** The words of the logs in the language of the moment. */
export function useWords(): LogWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

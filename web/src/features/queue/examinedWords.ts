import { useTranslation } from 'react-i18next'

const zh = {
  line: '待检查',
  examined: '已检查',
  view: '列表',
  days: '预检时间',
  from: '开始日期',
  until: '结束日期',
  allRooms: '全部检查室',
  examNo: '检查号',
  examNoHint: '输入完整检查号，回车查询',
  reset: '重置',
  more: '更多',
  empty: '没有符合条件的已检查患者',
  failed: '已检查列表读取失败',
}

const en: typeof zh = {
  line: 'To be examined',
  examined: 'Examined',
  view: 'List',
  days: 'Pre-exam time',
  from: 'From',
  until: 'Until',
  allRooms: 'All rooms',
  examNo: 'Exam no.',
  examNoHint: 'The whole number, then Enter',
  reset: 'Reset',
  more: 'More',
  empty: 'Nobody who was examined matches',
  failed: 'The list of the examined could not be read',
}

export function useExaminedWords(): typeof zh {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

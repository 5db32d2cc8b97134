import { useTranslation } from 'react-i18next'

const zh = {
  title: '已开通算法',
  of: (institution: string): string => `已开通算法：${institution}`,
  back: '返回',
  intro: '以下为已签约开通的算法及其有效期。',
  name: '算法名称', modality: '设备类型', part: '检查部位', vendor: '厂商', description: '功能描述',
  validity: '有效期', state: '状态', note: '备注', actions: '操作',
  states: { in_force: '正常', to_renew: '待续期', expired: '已过期', suspended: '已停用' },
  left: (days: number): string => `剩余 ${days} 天`,
  forGood: '长期',
  none: '尚未开通任何算法。',
  open: '开通算法', change: '修改', end: '终止',
  openTitle: '开通算法', changeTitle: (name: string): string => `修改有效期：${name}`,
  choose: '请选择算法',
  starts: '有效期自', ends: '有效期至',
  needed: (label: string): string => `${label}：必填`,
  startsLate: '开始日期不能晚于今天', endsEarly: '结束日期不能早于开始日期',
  askEnd: '确定终止该算法的开通吗？终止后该机构立即不能再使用。',
}

export type AlgorithmWords = typeof zh

const en: AlgorithmWords = {
  title: 'Opened algorithms',
  of: (institution) => `Opened algorithms of ${institution}`,
  back: 'Back',
  intro: 'These algorithms are contracted and opened, each for the time that is shown.',
  name: 'Algorithm', modality: 'Device type', part: 'Body part', vendor: 'Vendor', description: 'Description',
  validity: 'Validity', state: 'State', note: 'Note', actions: 'Actions',
  states: { in_force: 'In force', to_renew: 'To renew', expired: 'Expired', suspended: 'Disabled' },
  left: (days) => `${days} ${days === 1 ? 'day' : 'days'} left`,
  forGood: 'for good',
  none: 'No algorithm is opened yet.',
  open: 'Open an algorithm', change: 'Change', end: 'End',
  openTitle: 'Open an algorithm', changeTitle: (name) => `Validity of ${name}`,
  choose: 'Choose an algorithm',
  starts: 'Valid from', ends: 'Valid until',
  needed: (label) => `${label}: required`,
  startsLate: 'It cannot begin later than today', endsEarly: 'It cannot end before it begins',
  askEnd: 'Do you really want to end this? From then on the institution cannot use the algorithm any more.',
}

/** This feature's words in the user's language. */
export function useWords(): AlgorithmWords {
  return useTranslation().i18n.language === 'en' ? en : zh
}

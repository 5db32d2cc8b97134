import { useTranslation } from 'react-i18next'

const zh = {
  title: '安全策略', idle: '自动退出', idleHint: '页面超过设定时间无人操作，倒计时后自动退出登录。', minutes: '分钟', validity: '密码有效期', validityHint: '超过有效期必须修改密码后才能继续使用。',
  days: '天', remind: '到期提醒', remindHint: '到期前多少天开始提醒。', rule: '密码策略', ruleHint: '新设置的密码必须符合以下规则。', shortest: '最短长度', longest: '最长长度', characters: '位',
  letter: '包含字母', digit: '包含数字', upper: '包含大写字母', symbol: '包含符号', addresses: 'IP 登录限制', addressesHint: '启用后只能从列表中的地址登录，保存后生效。', addAddress: '添加IP',
  network: 'IP 地址或网段', note: '说明', single: '单点登录限制', singleHint: '同一账号在同类终端只能有一个登录，后登录的会使先登录的下线。', factor: '强制双因素认证', factorHint: '所有账号登录时必须使用身份验证器。',
  save: '保存', remove: '移除', required: (what: string) => `${what}：必填`,
  platform: '平台设置', site: '站点名称', siteInfo: '站点信息', record: '备案号', support: '忘记密码时联系', login: '登录页', loginTitle: '登录页标题', notice: '登录页公告', privacy: '隐私协议', agreement: '注册与服务协议',
  patients: '患者端', patientNotice: '患者端登录页公告', patientPrivacy: '患者隐私政策', patientAgreement: '患者用户协议',
  lock: '登录失败锁定', tries: '连续失败次数', lockMinutes: '锁定时间', times: '次',
}

export type SecurityWords = typeof zh

const en: SecurityWords = {
  title: 'Security policy', idle: 'Automatic sign-out', idleHint: 'A page that nobody touches is signed out after a countdown.', minutes: 'minutes', validity: 'Password validity', validityHint: 'After that the password must be changed first.',
  days: 'days', remind: 'Reminder', remindHint: 'How many days before that the page reminds.', rule: 'Password rule', ruleHint: 'New passwords must be like this.', shortest: 'Shortest', longest: 'Longest', characters: 'characters',
  letter: 'A letter', digit: 'A digit', upper: 'A capital letter', symbol: 'A symbol', addresses: 'IP restriction', addressesHint: 'When on, one signs in only from these addresses; effective once saved.', addAddress: 'Add IP',
  network: 'Address or network', note: 'Note', single: 'One sign-in at a time', singleHint: 'A later sign-in of the same account on the same kind of end ends the earlier one.', factor: 'Second factor for everybody', factorHint: 'Every account signs in with an authenticator.',
  save: 'Save', remove: 'Remove', required: (what) => `${what}: required`,
  platform: 'Platform settings', site: 'Site name', siteInfo: 'Site information', record: 'Registration number', support: 'Whom to ask about a forgotten password', login: 'Login page', loginTitle: 'Title', notice: 'Notice', privacy: 'Privacy agreement', agreement: 'Registration and service agreement',
  patients: 'Patient app', patientNotice: 'Notice on the patient sign-in page', patientPrivacy: 'Privacy policy for patients', patientAgreement: 'User agreement for patients',
  lock: 'Lock after failures', tries: 'Failures in a row', lockMinutes: 'Locked for', times: 'times',
}

/** The words of security policy and platform settings in the language of the moment. */
export function useSecurityWords(): SecurityWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

import { useTranslation } from 'react-i18next'

const zh = {
  messages: '接口消息',
  senders: '接口发送方',
  raw: '原文',
  rawOf: (controlId: string): string => `消息原文 ${controlId}`,
  audited: '报文含患者信息，查看已记入审计日志。',
  covered: '您的账号只能查看脱敏数据，报文内容未显示。',
  close: '关闭',
  cancel: '取消',
  replay: '重放',
  replayAsk: '确定重新处理该消息吗？',
  replayed: '重放成功，消息已处理',
  refusedAgain: '重放后仍被拒绝',
  addSender: '新增发送方',
  changeSender: '修改',
  institution: '所属机构',
  name: '名称',
  application: '发送应用 (MSH-3)',
  facility: '发送机构 (MSH-4)',
  addresses: '允许的地址',
  addressesHint: '每行一个 IP 地址或网段，例如 10.1.2.3 或 10.1.2.0/24',
  charset: '报文编码',
  charsetHint: '“按报文声明”以 MSH-18 为准；对方未声明或声明有误时请指定编码。',
  charsets: { auto: '按报文声明', 'utf-8': 'UTF-8', gb18030: 'GB18030' },
  enabled: '启用',
  needed: (label: string): string => `请填写${label}`,
}

export type GatewayWords = typeof zh

const en: GatewayWords = {
  messages: 'Messages',
  senders: 'Senders',
  raw: 'Raw text',
  rawOf: (controlId) => `Raw text of ${controlId}`,
  audited: 'This is personal data; that you opened it is audited.',
  covered: 'Your account sees people masked: the content is not shown.',
  close: 'Close',
  cancel: 'Cancel',
  replay: 'Replay',
  replayAsk: 'Process this message once more?',
  replayed: 'Replayed: the message was accepted',
  refusedAgain: 'Replayed, and refused again',
  addSender: 'Add sender',
  changeSender: 'Change',
  institution: 'Institution',
  name: 'Name',
  application: 'Application (MSH-3)',
  facility: 'Facility (MSH-4)',
  addresses: 'Allowed addresses',
  addressesHint: 'One address or network a line, such as 10.1.2.3 or 10.1.2.0/24',
  charset: 'Encoding',
  charsetHint: '“As declared” follows MSH-18; choose an encoding where the sender declares none, or a wrong one.',
  charsets: { auto: 'As declared', 'utf-8': 'UTF-8', gb18030: 'GB18030' },
  enabled: 'Enabled',
  needed: (label) => `Please fill in: ${label}`,
}

/** The words of this page in the language of the moment. */
export function useWords(): GatewayWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

import { useTranslation } from 'react-i18next'

const zh = {
  manage: '应用管理', of: (institution: string) => `应用管理：${institution}`, back: '返回', opened: '已开通', notOpened: '未开通',
  states: { not_opened: '未开通', normal: '正常', to_renew: '待续期', expired: '已过期' },
  unlock: '解锁', change: '新增', look: '管理', history: '变更记录', openOf: (name: string) => `开通应用：${name}`, changeOf: (name: string) => `应用配置：${name}`, historyOf: (name: string) => `变更记录：${name}`,
  payment: '付费方式', payments: { trial: '试用', yearly: '按年付费', monthly: '按月付费', once: '一次性付费', free: '免费' },
  amount: '金额（元）', starts: '有效期自', ends: '有效期至', forGood: '长期', note: '基本配置说明', validity: '有效期', at: '时间', by: '操作人',
  left: (days: number) => `剩余 ${days} 天`, allOpened: '所有应用均已开通。', noneOpened: '尚未开通任何应用。', noChange: '没有变更记录。', notYours: '本机构未开通该应用，不能授予其他机构。',
  required: (what: string) => `${what}：必填`, endsEarly: '结束日期不能早于开始日期', startsLate: '开始日期不能晚于今天',
  dueSoon: (what: string, institution: string, days: number) => `${institution}的“${what}”将在 ${days} 天后到期，请及时续期。`,
  dueOver: (what: string, institution: string) => `${institution}的“${what}”已过期，相关功能已停用，请续期。`,
  dueMore: (count: number) => `还有 ${count} 项应用待续期或已过期。`, goTo: '去续期',
  info: '机构信息', modify: '修改', save: '保存', cancel: '取消', photos: '机构照片', basics: '基本信息', addPhoto: '上传照片', removePhoto: '删除照片', photo: (place: number) => `照片 ${place}`,
  photoHint: '建议上传图片尺寸：1125*750px（1.5:1），支持 JPG/PNG/JPEG 格式，大小不超过 1M，最多上传 5 张。', noPhotos: '尚未上传照片。',
  institution: '机构名称', shortName: '机构简称', region: '所在地区', hospitalType: '医院类型', grade: '医院等级', keptAbove: '机构名称、简称、地区、类型和等级在租户管理中维护。',
  address: '机构地址', phone: '联系电话', introduction: '机构简介',
  badFormat: (name: string) => `“${name}”不是 JPG/PNG/JPEG 格式的图片，请更换。`, tooLarge: (name: string) => `“${name}”超过 1M，请压缩后上传。`, tooMany: '最多上传 5 张照片。',
  cropTitle: '照片的宽高比不是 1.5:1', cropText: (name: string, size: string) => `“${name}”为 ${size} 像素。是否居中裁剪为 1125*750 后上传？`, crop: '裁剪并上传',
  implementations: '实施管理', installState: '安装状态', toInstall: '待安装', createdAt: '创建时间', from: '创建时间自', until: '至',
  importDoctors: '医生批量导入', importHow: '请下载模板，填写后上传。错误的行不会导入，可在任务中心查看原因，更正后再次导入。', template: '下载模板', drop: '点击或拖入 .xlsx 文件', start: '确定',
  firstPassword: '初始密码', firstAgain: '确认初始密码', firstHint: '所有导入的账号使用同一初始密码，首次登录时必须修改。', differs: '两次输入的密码不一致',
}

export type GrantWords = typeof zh

const en: GrantWords = {
  manage: 'Applications', of: (institution) => `Applications of ${institution}`, back: 'Back', opened: 'Opened', notOpened: 'Not opened',
  states: { not_opened: 'Not opened', normal: 'Normal', to_renew: 'To renew', expired: 'Expired' },
  unlock: 'Open', change: 'Change', look: 'Manage', history: 'History', openOf: (name) => `Open ${name}`, changeOf: (name) => `Terms of ${name}`, historyOf: (name) => `History of ${name}`,
  payment: 'Payment', payments: { trial: 'Trial', yearly: 'By the year', monthly: 'By the month', once: 'Once', free: 'Free' },
  amount: 'Amount (CNY)', starts: 'Valid from', ends: 'Valid until', forGood: 'For good', note: 'Configuration', validity: 'Validity', at: 'Time', by: 'By',
  left: (days) => `${days} ${days === 1 ? 'day' : 'days'} left`, allOpened: 'All applications are opened.', noneOpened: 'No application is opened yet.', noChange: 'It has not been changed.', notYours: 'Your own institution does not have this application, so you cannot grant it.',
  required: (what) => `${what}: required`, endsEarly: 'It cannot end before it begins', startsLate: 'It cannot begin later than today',
  dueSoon: (what, institution, days) => `“${what}” of ${institution} ends in ${days} ${days === 1 ? 'day' : 'days'}. Please renew it in time.`,
  dueOver: (what, institution) => `“${what}” of ${institution} has expired and its functions are off. Please renew it.`,
  dueMore: (count) => `${count} more to renew or expired.`, goTo: 'Renew',
  info: 'Institution information', modify: 'Change', save: 'Save', cancel: 'Cancel', photos: 'Photos', basics: 'Basics', addPhoto: 'Add a photo', removePhoto: 'Remove the photo', photo: (place) => `Photo ${place}`,
  photoHint: 'Best 1125*750 px (1.5:1); JPG, PNG or JPEG, at most 1 MB each, at most 5.', noPhotos: 'No photos yet.',
  institution: 'Institution', shortName: 'Short name', region: 'Region', hospitalType: 'Hospital type', grade: 'Hospital grade', keptAbove: 'Name, short name, region, type and grade are kept under Tenants.',
  address: 'Address', phone: 'Phone', introduction: 'Introduction',
  badFormat: (name) => `“${name}” is no JPG, PNG or JPEG picture. Please choose another.`, tooLarge: (name) => `“${name}” is larger than 1 MB. Please make it smaller.`, tooMany: 'At most 5 photos.',
  cropTitle: 'The proportion of this photo is not 1.5:1', cropText: (name, size) => `“${name}” has ${size} pixels. Crop its middle to 1125*750?`, crop: 'Crop and upload',
  implementations: 'Implementations', installState: 'Installation', toInstall: 'To install', createdAt: 'Created', from: 'Created from', until: 'to',
  importDoctors: 'Import doctors', importHow: 'Download the template, fill it in and upload it. Wrong rows are left out; the jobs tell why, so that you can correct and import them again.', template: 'Download template', drop: 'Click or drop an .xlsx file', start: 'OK',
  firstPassword: 'First password', firstAgain: 'First password again', firstHint: 'All imported accounts get this password and must change it at their first sign-in.', differs: 'The two passwords differ',
}

/** The words of applications, institution information, implementation and the import of doctors. */
export function useGrantWords(): GrantWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

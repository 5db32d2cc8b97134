import type { Act, Kind, Review, State } from './model'
import type { Fault } from './form'

export const zh = {
  states: { editable: '可修改', effective: '已生效', change_waiting: '修改申请待审核', returned: '已寄回' } as Readonly<Record<State, string>>,
  reviews: { none: '待提交', waiting: '待审核', passed: '审核通过', rejected: '已驳回' } as Readonly<Record<Review, string>>,
  kinds: { identity: '实名认证照片', document: '上传资料', signed: '签字材料', form: '送检信息附件' } as Readonly<Record<Kind, string>>,
  fields: {
    name: '姓名', phone: '手机号', type: '送检样本类型', needsReturn: '样本需寄回', recipient: '回寄收件人', returnPhone: '回寄电话', address: '回寄地址', email: '报告接收邮箱', tracking: '送检样本物流单号', photos: '送检单照片',
    status: '送检状态', returnNo: '回寄物流单号', yes: '是', no: '否', submitted: '提交时间', review: '资料审核', reason: '申请原因', rejection: '驳回原因',
  },
  flowFields: {
    sample_type: '送检样本类型', needs_return: '样本需寄回', return_recipient: '回寄收件人', return_phone: '回寄电话', return_address: '回寄地址', report_email: '报告接收邮箱', tracking_no: '送检样本物流单号', return_no: '回寄物流单号',
    photos: '送检单照片', 'samples.form': '送检单照片', 'samples.identity': '实名认证照片', 'samples.document': '上传资料', 'samples.signed': '签字材料', true: '是', false: '否',
  } as Readonly<Record<string, string>>,
  faults: { required: '必填', phone: '请填写手机号或带区号的座机号', email: '邮箱格式不正确', number: '应为 6-30 位字母或数字' } as Readonly<Record<Fault, string>>,
  needed: (what: string): string => `请填写${what}`,
  cancel: '取消',
  saved: '已保存',
  my: {
    entry: '送检信息', materials: '实名认证与资料', closed: '资料审核通过后即可填写送检信息', toMaterials: '去提交资料',
    passed: '资料审核已通过，请寄送样本并填写送检信息。', receiving: '平台收件信息', to: '收件地址', recipient: '收件人', phone: '电话', noReceiving: '平台暂未设置收件信息，请稍后查看',
    tip: '样本请发顺丰到付，血液样本需要联系顺丰快递员加冰袋。', iced: '所选样本需要加冰袋，请联系顺丰快递员。', copy: '复制送检信息', copied: '已复制', notCopied: '复制失败，请长按文字复制',
    fill: '填写送检信息', agree: '请阅读并同意', notice: '患者告知书', agreeNeeded: '请先阅读并同意《患者告知书》', submit: '提交送检信息', submitted: '提交成功', close: '关闭',
    askChange: '申请修改送检信息', reasonHint: '请说明需要修改的内容和原因', send: '提交申请', asked: '申请已提交', waiting: '修改申请已提交，请等待平台处理。', tipTitle: '温馨提示',
    friendly: (phone: string): string => `如需修改送检信息，请点击“申请修改送检信息”按钮申请。${phone === '' ? '' : `详情咨询平台电话：${phone}`}`,
    rejected: '修改申请已驳回', approved: '修改申请已通过，请重新填写并提交。', returned: '样品已经寄回', copyNo: '复制单号', toSample: '查看送检信息', unreadable: '暂时无法更新，以下可能不是最新内容',
  },
  materials: {
    title: '实名认证与资料', name: '姓名', identityHint: '请上传身份证正反面', documentHint: '病历、报告等', signedHint: '已签字的知情同意书等', submit: '提交审核', sent: '已提交，请等待审核',
    waiting: '资料正在审核中，请等待结果。', passed: '资料审核已通过。', rejected: '资料审核未通过', again: '请修改后重新提交', none: '请提交以下资料，审核通过后即可填写送检信息。',
  },
  staff: {
    handle: '去审核', view: '查看详情', configure: '送检信息配置', download: '异步下载附件', title: (name: string): string => `患者详情 · ${name}`,
    acts: {
      pass: '通过资料审核', refuse: '驳回资料', approve: '通过送检修改申请', reject: '驳回送检修改申请', edit: '编辑送检信息', reset: '重置送检信息编辑', return: '填写回寄物流单号',
    } as Readonly<Record<Act, string>>,
    amend: '修改回寄物流单号', module: '送检信息', empty: '患者尚未填写送检信息', materials: '审核资料', flow: '流转日志', handled: (who: string): string => `已由${who}处理`,
    askReset: '重置后患者可重新编辑送检信息，确定重置？', askPass: '确定通过资料审核？', askApprove: '确定通过送检修改申请？通过后患者可重新提交。',
    waitingFor: (count: number): string => `${count} 条待审核`, waitingFirst: '待审核置顶',
    steps: {
      materials_sent: '提交资料', materials_passed: '资料审核通过', materials_rejected: '资料审核驳回', submitted: '提交送检信息', change_asked: '申请修改送检信息', change_approved: '通过送检修改申请', change_rejected: '驳回送检修改申请',
      edited: '编辑送检信息', reset: '重置送检信息编辑', return_filled: '填写回寄物流单号', return_amended: '修改回寄物流单号',
    } as Readonly<Record<string, string>>,
    change: (what: string, before: string, after: string): string => `${what}：${before === '' ? '（空）' : before} → ${after === '' ? '（空）' : after}`,
    remove: '移除', addPhoto: '添加照片', photoNo: (place: number): string => `照片 ${place}`,
  },
  config: {
    title: '送检信息配置', address: '收件地址', recipient: '收件人', phone: '电话', phoneHint: '寄送样本时展示和复制', platform: '平台电话', platformHint: '选填，仅用于小程序提示中的“详情咨询”', consent: '《患者告知书》', consentHint: '修改后为新版本，患者需重新阅读并同意', version: (count: number): string => `当前版本 ${count}`,
  },
  download: {
    title: '异步下载附件', scope: '导出范围', filtered: '当前筛选结果', ticked: (count: number): string => `已选患者（${count}）`, kinds: '附件类型', create: '创建任务', created: '任务已创建，可在下载管理查看进度', open: '下载管理', kindNeeded: '请至少选择一种附件类型',
  },
}

export type SampleWords = typeof zh

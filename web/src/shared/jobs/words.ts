import { useTranslation } from 'react-i18next'

const zh = {
  centre: '任务中心',
  open: (name: string, count: number) => `${name}，${count} 个进行中`,
  none: '还没有任务。导出或导入数据后，可在这里查看进度和下载结果',
  kept: '任务和结果保留 7 天',
  queued: '等待中',
  running: '进行中',
  cancelling: '正在取消',
  done: '已完成',
  failed: '失败',
  cancelled: '已取消',
  cancel: '取消',
  retry: '重试',
  download: '下载',
  loading: (percent: number) => `下载中 ${percent}%`,
  files: (rows: number, count: number) => `共 ${rows.toLocaleString('zh-CN')} 行，${count.toLocaleString('zh-CN')} 个附件`,
  downloadErrors: '下载错误清单',
  wrongRows: '查看错误行',
  rows: (count: number) => `共 ${count.toLocaleString('zh-CN')} 行`,
  taken: (added: number, kept: number, wrong: number) => `新增 ${added} 行，已存在 ${kept} 行，错误 ${wrong} 行`,
  progress: (done: number, total: number) => `${done.toLocaleString('zh-CN')} / ${total.toLocaleString('zh-CN')}`,
  row: '行号',
  field: '字段',
  why: '错误',
  more: '仅显示前 200 行，全部错误请下载清单',
  stale: '进度暂时无法更新',
}

export type Words = typeof zh

const en: Words = {
  centre: 'Jobs',
  open: (name, count) => `${name}, ${count} under way`,
  none: 'No jobs yet. After an export or import its progress and result are here',
  kept: 'Jobs and results are kept for 7 days',
  queued: 'Waiting',
  running: 'Running',
  cancelling: 'Cancelling',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  cancel: 'Cancel',
  retry: 'Try again',
  download: 'Download',
  loading: (percent) => `Downloading ${percent}%`,
  files: (rows, count) => `${rows.toLocaleString('en-GB')} rows, ${count.toLocaleString('en-GB')} files`,
  downloadErrors: 'Download the errors',
  wrongRows: 'Show wrong rows',
  rows: (count) => `${count.toLocaleString('en-GB')} rows`,
  taken: (added, kept, wrong) => `${added} added, ${kept} there already, ${wrong} wrong`,
  progress: (done, total) => `${done.toLocaleString('en-GB')} / ${total.toLocaleString('en-GB')}`,
  row: 'Row',
  field: 'Field',
  why: 'What is wrong',
  more: 'The first 200 rows; download the list for all',
  stale: 'Progress cannot be updated at the moment',
}

/** The words of the job centre in the language of the moment. */
export function useWords(): Words {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

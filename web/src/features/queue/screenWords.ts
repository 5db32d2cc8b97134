import { useTranslation } from 'react-i18next'

const zh = {
  title: '叫号屏管理',
  pair: '配对新屏',
  none: '还没有大屏。在大屏的浏览器中打开 /screen/new，再点击“配对新屏”。',
  stale: '数据可能不是最新',
  names: '患者姓名显示与播报',
  name: { full: '全名', masked: '脱敏（张*三）', number: '仅排队号' },
  columns: { name: '名称', rooms: '检查室', state: '状态', sound: '声音', last: '最近播报', actions: '操作' },
  state: { online: '在线', offline: '离线', revoked: '已停用', unknown: '未知' },
  since: (time: string): string => `自 ${time}`,
  sound: { on: '已开启', blocked: '未开启，请在大屏上点击', '': '—' },
  waiting: '等待配对',
  approve: '批准',
  refuse: '拒绝',
  edit: '修改',
  revoke: '停用',
  revokeAsk: '停用后大屏立即停止显示，需要重新配对。确定停用吗？',
  dialog: {
    pair: '配对大屏',
    edit: '修改大屏',
    digits: '大屏上的六位配对码',
    digitsWrong: '请输入大屏上显示的六位数字',
    nameOf: '大屏名称',
    nameWrong: '请填写大屏名称，最多 50 个字',
    rooms: '显示的检查室',
    roomsWrong: '请至少选择一个检查室，最多 20 个',
    replace: '替换已有大屏',
    fresh: '新的大屏',
    ok: '确定',
    cancel: '取消',
  },
  done: { paired: '已配对，大屏会自动打开', refused: '已拒绝', changed: '已修改', revoked: '已停用', names: '已更改，所有大屏立即生效' },
}

const en: typeof zh = {
  title: 'Call screens',
  pair: 'Pair a screen',
  none: 'There is no screen yet. Open /screen/new in the browser of the screen, then press “Pair a screen”.',
  stale: 'This may not be up to date',
  names: 'Patient names shown and spoken',
  name: { full: 'In full', masked: 'Masked (张*三)', number: 'Number only' },
  columns: { name: 'Name', rooms: 'Rooms', state: 'State', sound: 'Sound', last: 'Last spoken', actions: 'Actions' },
  state: { online: 'Online', offline: 'Offline', revoked: 'Revoked', unknown: 'Unknown' },
  since: (time) => `since ${time}`,
  sound: { on: 'On', blocked: 'Blocked: touch the screen', '': '—' },
  waiting: 'Waiting to be paired',
  approve: 'Approve',
  refuse: 'Refuse',
  edit: 'Edit',
  revoke: 'Revoke',
  revokeAsk: 'The screen goes dark at once and has to be paired anew. Revoke it?',
  dialog: {
    pair: 'Pair a screen',
    edit: 'Edit the screen',
    digits: 'Six digits shown on the screen',
    digitsWrong: 'Enter the six digits that the screen shows',
    nameOf: 'Name of the screen',
    nameWrong: 'Enter a name of at most 50 characters',
    rooms: 'Rooms to show',
    roomsWrong: 'Choose 1 to 20 rooms',
    replace: 'In place of',
    fresh: 'A new screen',
    ok: 'OK',
    cancel: 'Cancel',
  },
  done: { paired: 'Paired; the screen opens by itself', refused: 'Refused', changed: 'Changed', revoked: 'Revoked', names: 'Changed on all screens' },
}

export type ScreenWords = typeof zh

/** The page's words in the language of the moment. */
export function useScreenWords(): ScreenWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

export const zh = {
  title: '患者端',
  institution: {
    ask: '请输入机构代码', hint: '也可以扫描医院提供的二维码或打开医院提供的链接', code: '机构代码', go: '进入', change: '更换机构', unknown: '无法打开该机构，请核对机构代码',
  },
  door: {
    signIn: '登录', register: '注册', reset: '重置密码', byPassword: '密码登录', byCode: '验证码登录', forgotten: '忘记密码', toRegister: '没有账号？去注册', toSignIn: '已有账号？去登录',
    phone: '手机号', password: '密码', newPassword: '新密码', confirmation: '确认密码', code: '验证码', askCode: '获取验证码', againIn: (seconds: number): string => `${seconds} 秒后重发`,
    sent: (minutes: number): string => `验证码已发送，${minutes} 分钟内有效`, registered: '注册成功', resetDone: '密码已重置，请登录',
    passwordHint: '8-16 位，至少包含字母、数字、符号中的两种', agree: '我已阅读并同意', agreement: '用户协议', privacy: '隐私政策', agreeNeeded: '请先阅读并同意用户协议和隐私政策', close: '关闭',
    ended: '登录已过期，请重新登录', idle: '长时间未操作，已自动退出登录', show: '显示密码', hide: '隐藏密码',
  },
  faults: {
    phone: '请输入 11 位手机号', code: '请输入验证码', password: '请输入密码', length: '密码长度应为 8-16 位', kinds: '密码至少包含字母、数字、符号中的两种', differs: '两次输入的密码不一致',
  },
  home: { title: '个人中心', messages: '消息中心', unread: (count: number): string => `${count} 条未读`, settings: '设置', hello: (name: string): string => `您好，${name}` },
  messages: {
    title: '消息中心', empty: '没有消息', unread: '未读', allRead: '全部已读', more: '加载更多', detail: '消息详情', gone: '没有这条消息', fresh: (title: string): string => `新消息：${title}`, look: '查看',
    stale: '消息暂时无法更新',
  },
  settings: {
    title: '设置', language: '语言', password: '修改密码', old: '原密码', signOut: '退出登录', askSignOut: '确定退出登录？', ok: '确定', cancel: '取消', changed: '密码已修改', version: '账号',
    institution: '就诊机构',
  },
  connection: { live: '实时连接', connecting: '连接中…', offline: '网络已断开，正在重连' } as Readonly<Record<string, string>>,
  unreachable: '网络不可用，请检查后重试',
  retry: '重试',
  expelled: '登录已结束',
}

export type PatientWords = typeof zh

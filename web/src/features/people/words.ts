import { useTranslation } from 'react-i18next'

const zh = {
  institution: '机构名称', own: '本机构', everyInstitution: '全部机构', nameOrAccount: '姓名/账号', role: '角色', state: '状态', enabled: '启用', disabled: '禁用',
  accounts: '账号管理', addAccount: '新增账号', editAccount: '编辑账号', account: '账号', name: '姓名', phone: '手机号', titleOf: '职称', department: '所属科室',
  masked: '数据脱敏', validUntil: '有效期至', forever: '长期', signedInAt: '最近登录', createdAt: '创建时间', basics: '基本信息', rolesPart: '角色权限', preview: '已选角色的权限预览',
  noRights: '尚未选择角色', password: '密码', confirmation: '确认密码', differs: '两次输入的密码不一致', view: '查看', edit: '编辑', delete: '删除', resetPassword: '重置密码',
  removeFactor: '解除双因素认证', removeFactorAsk: '解除后，该账号仅凭密码即可登录，确认解除吗？', askDelete: '确认是否删除？', askDisable: '确认是否禁用？禁用后立即退出登录，且无法再登录。',
  second: '双因素认证', on: '已启用', off: '未启用', newPassword: '新密码', again: '再次输入新密码',
  roles: '角色管理', addRole: '新增角色', editRole: '编辑角色', roleName: '角色名称', description: '角色描述', extent: '数据范围', users: '用户数', updatedAt: '更新时间',
  own_: '仅本人', extentDepartment: '本科室', extentInstitution: '本机构', extentDescendants: '本机构及下级机构', next: '确定', stepBasics: '基本信息', stepRights: '功能权限', rights: '功能权限',
  departments: '科室管理', addDepartment: '新增科室', editDepartment: '编辑科室', departmentName: '科室名称', departmentNumber: '科室编号',
  tenants: '租户管理', addTenant: '新增租户', addChild: '创建子机构', editTenant: '编辑租户', shortName: '机构简称', kind: '租户类型', platform: '平台', regional: '区域租户', ordinary: '普通租户',
  region: '所在地区', hospitalType: '医院类型', grade: '医院等级', address: '登录网址', copied: '已复制', copy: '复制登录网址', menus: '菜单权限', editOwner: '修改账号',
  disableAccount: '禁用账户', enableAccount: '启用账户', askAccount: '确认是否禁用该租户的账户？', created: '租户已创建', createdText: '请将登录网址和账号交给租户管理员：', implement: '需要实施', close: '关闭',
  menuTree: '菜单与工作站', addStation: '新增工作站', addBelow: '添加下级', editMenu: '编辑菜单', menuName: '菜单名称', stationName: '工作站名称', zhName: '中文名称', enName: '英文名称', kindOf: '类型',
  workstation: '工作站', directory: '目录', menu: '菜单', button: '按钮', order: '排序号', page: '页面', permission: '功能权限', level: '可见租户级别', levels: { platform: '仅平台', regional: '平台和区域租户', ordinary: '全部租户' },
  required: (what: string) => `${what}：必填`, length: (what: string, least: number, most: number) => `${what}：${least}-${most} 个字符`, elevenDigits: '手机号：11 位数字',
  loginRule: '账号：3-20 个字符，不能包含中文和空格',
}

export type PeopleWords = typeof zh

const en: PeopleWords = {
  institution: 'Institution', own: 'This institution', everyInstitution: 'All institutions', nameOrAccount: 'Name / account', role: 'Role', state: 'State', enabled: 'Enabled', disabled: 'Disabled',
  accounts: 'Accounts', addAccount: 'Add account', editAccount: 'Edit account', account: 'Account', name: 'Name', phone: 'Phone', titleOf: 'Title', department: 'Department',
  masked: 'Masked data', validUntil: 'Valid until', forever: 'For good', signedInAt: 'Last sign-in', createdAt: 'Created', basics: 'Basics', rolesPart: 'Roles', preview: 'What the chosen roles may do',
  noRights: 'No role chosen yet', password: 'Password', confirmation: 'Password again', differs: 'The two passwords differ', view: 'View', edit: 'Edit', delete: 'Delete', resetPassword: 'Reset password',
  removeFactor: 'Remove second factor', removeFactorAsk: 'The account will sign in by its password alone. Remove it?', askDelete: 'Delete it?', askDisable: 'Disable it? Whoever is signed in is signed out at once.',
  second: 'Second factor', on: 'On', off: 'Off', newPassword: 'New password', again: 'New password again',
  roles: 'Roles', addRole: 'Add role', editRole: 'Edit role', roleName: 'Name', description: 'Description', extent: 'Data scope', users: 'Users', updatedAt: 'Updated',
  own_: 'Own only', extentDepartment: 'Own department', extentInstitution: 'This institution', extentDescendants: 'This institution and those below', next: 'OK', stepBasics: 'Basics', stepRights: 'Permissions', rights: 'Permissions',
  departments: 'Departments', addDepartment: 'Add department', editDepartment: 'Edit department', departmentName: 'Name', departmentNumber: 'Number',
  tenants: 'Tenants', addTenant: 'Add tenant', addChild: 'Add institution below', editTenant: 'Edit tenant', shortName: 'Short name', kind: 'Type', platform: 'Platform', regional: 'Regional', ordinary: 'Ordinary',
  region: 'Region', hospitalType: 'Hospital type', grade: 'Hospital grade', address: 'Login address', copied: 'Copied', copy: 'Copy the login address', menus: 'Menu permission', editOwner: 'Change account',
  disableAccount: 'Disable account', enableAccount: 'Enable account', askAccount: "Disable this tenant's account?", created: 'The tenant was created', createdText: "Give the login address and the account to the tenant's administrator:", implement: 'Needs implementation', close: 'Close',
  menuTree: 'Menus and workstations', addStation: 'Add workstation', addBelow: 'Add below', editMenu: 'Edit menu', menuName: 'Menu name', stationName: 'Workstation name', zhName: 'Chinese name', enName: 'English name', kindOf: 'Kind',
  workstation: 'Workstation', directory: 'Directory', menu: 'Menu', button: 'Button', order: 'Order', page: 'Page', permission: 'Permission', level: 'Visible to', levels: { platform: 'Platform only', regional: 'Platform and regional', ordinary: 'All tenants' },
  required: (what) => `${what}: required`, length: (what, least, most) => `${what}: ${least} to ${most} characters`, elevenDigits: 'Phone: 11 digits',
  loginRule: 'Account: 3 to 20 characters, no Chinese, no spaces',
}

/** The words of the pages of people and rights in the language of the moment. */
export function useWords(): PeopleWords {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? en : zh
}

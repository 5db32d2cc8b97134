import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

import type { Label } from './menu'

/** A page of the staff app: who may see it, and where it stands in the address (`/#delivery`). `wide`: it wants all the room there is. */
export interface StaffPage {
  readonly id: string
  readonly needs: string
  readonly name: Label
  readonly load: () => Promise<{ readonly default: ComponentType }>
  readonly Page: LazyExoticComponent<ComponentType>
  readonly wide?: boolean
}

type Load = StaffPage['load']

const loadQueue: Load = () => import('@/features/queue/QueuePage')
const loadInterfaces: Load = () => import('@/features/gateway/InterfacesPage')
const loadBase: Load = () => import('@/features/resource/BaseDataPage')
const loadScreens: Load = () => import('@/features/queue/ScreensPage')
const loadDelivery: Load = () => import('@/features/delivery/DeliveryPage')
const loadTenants: Load = () => import('@/features/people/TenantsPage')
const loadAccounts: Load = () => import('@/features/people/AccountsPage')
const loadRoles: Load = () => import('@/features/people/RolesPage')
const loadInstitution: Load = () => import('@/features/people/InstitutionPage')
const loadOpenedAlgorithms: Load = () => import('@/features/algorithms/OpenedAlgorithmsPage')
const loadImplementations: Load = () => import('@/features/people/ImplementationsPage')
const loadDepartments: Load = () => import('@/features/people/DepartmentsPage')
const loadMenus: Load = () => import('@/features/people/MenusPage')
const loadSecurity: Load = () => import('@/features/people/SecurityPage')
const loadPlatform: Load = () => import('@/features/people/PlatformPage')
const loadRegistration: Load = () => import('@/features/registration/RegistrationPage')
const loadReferral: Load = () => import('@/features/registration/ReferralPage')
const loadRegistrations: Load = () => import('@/features/registration/RegistrationsPage')
const loadReports: Load = () => import('@/features/reports/ReportsPage')
const loadSignIns: Load = () => import('@/features/logs/SignInsPage')
const loadOperations: Load = () => import('@/features/logs/OperationsPage')
const loadMessages: Load = () => import('@/features/messages/MessagesPage')
const loadMessageChannels: Load = () => import('@/features/messages/ChannelsPage')
const loadMessageTemplates: Load = () => import('@/features/messages/TemplatesPage')
const loadDeliveries: Load = () => import('@/features/messages/DeliveriesPage')
const loadVisits: Load = () => import('@/features/logs/VisitsPage')
const loadCriticalValues: Load = () => import('@/features/critical/CriticalValuesPage')
const loadSamples: Load = () => import('@/features/samples/SamplesPage')
const loadAlerts: Load = () => import('@/features/alerts/AlertsPage')
const loadAlertStatistics: Load = () => import('@/features/alerts/StatisticsPage')
const loadSilences: Load = () => import('@/features/alerts/SilencesPage')
const loadRules: Load = () => import('@/features/rules/RulesPage')
const loadVitals: Load = () => import('@/features/vitals/WallPage')
const loadRosters: Load = () => import('@/features/alerts/RostersPage')

export const PAGES: readonly [StaffPage, ...StaffPage[]] = [
  { id: 'queue', needs: 'queue.view', name: { 'zh-CN': '叫号工作站', en: 'Calling workstation' }, load: loadQueue, Page: lazy(loadQueue), wide: true },
  { id: 'registration', needs: 'registration.register', name: { 'zh-CN': '预约登记', en: 'Registration' }, load: loadRegistration, Page: lazy(loadRegistration), wide: true },
  { id: 'referral', needs: 'registration.refer', name: { 'zh-CN': '转诊登记', en: 'Referral' }, load: loadReferral, Page: lazy(loadReferral), wide: true },
  { id: 'registrations', needs: 'registration.view', name: { 'zh-CN': '登记管理', en: 'Registration management' }, load: loadRegistrations, Page: lazy(loadRegistrations), wide: true },
  { id: 'reports', needs: 'reports.read', name: { 'zh-CN': '诊断工作站', en: 'Reading workstation' }, load: loadReports, Page: lazy(loadReports), wide: true },
  { id: 'screens', needs: 'queue.manage', name: { 'zh-CN': '叫号屏管理', en: 'Call screens' }, load: loadScreens, Page: lazy(loadScreens) },
  { id: 'critical-values', needs: 'critical_values.view', name: { 'zh-CN': '危急值管理', en: 'Critical values' }, load: loadCriticalValues, Page: lazy(loadCriticalValues), wide: true },
  { id: 'sample-patients', needs: 'samples.sample.view', name: { 'zh-CN': '患者管理', en: 'Patients' }, load: loadSamples, Page: lazy(loadSamples), wide: true },
  { id: 'alerts', needs: 'alerts.record.view', name: { 'zh-CN': '预警中心', en: 'Alert centre' }, load: loadAlerts, Page: lazy(loadAlerts), wide: true },
  { id: 'vitals-wall', needs: 'vitals.view', name: { 'zh-CN': '监护', en: 'Monitoring wall' }, load: loadVitals, Page: lazy(loadVitals), wide: true },
  { id: 'alert-statistics', needs: 'alerts.review', name: { 'zh-CN': '预警统计', en: 'Alert statistics' }, load: loadAlertStatistics, Page: lazy(loadAlertStatistics), wide: true },
  { id: 'rules', needs: 'rules.view', name: { 'zh-CN': '预警规则', en: 'Alert rules' }, load: loadRules, Page: lazy(loadRules), wide: true },
  { id: 'silences', needs: 'alerts.silence', name: { 'zh-CN': '静默与停用', en: 'Silences' }, load: loadSilences, Page: lazy(loadSilences) },
  { id: 'rosters', needs: 'alerts.view', name: { 'zh-CN': '值班表', en: 'Duty rosters' }, load: loadRosters, Page: lazy(loadRosters) },
  { id: 'delivery', needs: 'delivery.operate', name: { 'zh-CN': '实时通道', en: 'Live delivery' }, load: loadDelivery, Page: lazy(loadDelivery) },
  { id: 'interfaces', needs: 'gateway.message.view', name: { 'zh-CN': '接口消息', en: 'Interface messages' }, load: loadInterfaces, Page: lazy(loadInterfaces) },
  { id: 'tenants', needs: 'access.tenants', name: { 'zh-CN': '租户管理', en: 'Tenants' }, load: loadTenants, Page: lazy(loadTenants) },
  { id: 'accounts', needs: 'access.accounts', name: { 'zh-CN': '账号管理', en: 'Accounts' }, load: loadAccounts, Page: lazy(loadAccounts) },
  { id: 'roles', needs: 'access.roles', name: { 'zh-CN': '角色管理', en: 'Roles' }, load: loadRoles, Page: lazy(loadRoles) },
  { id: 'institution-info', needs: 'access.institution', name: { 'zh-CN': '机构信息', en: 'Institution information' }, load: loadInstitution, Page: lazy(loadInstitution) },
  { id: 'opened-algorithms', needs: 'algorithms.view', name: { 'zh-CN': '已开通算法', en: 'Opened algorithms' }, load: loadOpenedAlgorithms, Page: lazy(loadOpenedAlgorithms) },
  { id: 'implementations', needs: 'access.implementations', name: { 'zh-CN': '实施管理', en: 'Implementations' }, load: loadImplementations, Page: lazy(loadImplementations) },
  { id: 'departments', needs: 'access.departments', name: { 'zh-CN': '科室管理', en: 'Departments' }, load: loadDepartments, Page: lazy(loadDepartments) },
  { id: 'menu-tree', needs: 'access.edit_menus', name: { 'zh-CN': '菜单与工作站', en: 'Menus and workstations' }, load: loadMenus, Page: lazy(loadMenus) },
  { id: 'security', needs: 'access.security', name: { 'zh-CN': '安全策略', en: 'Security' }, load: loadSecurity, Page: lazy(loadSecurity) },
  { id: 'platform', needs: 'access.platform', name: { 'zh-CN': '平台设置', en: 'Platform settings' }, load: loadPlatform, Page: lazy(loadPlatform) },
  { id: 'sign-ins', needs: 'audit.sign_ins', name: { 'zh-CN': '登录日志', en: 'Sign-in log' }, load: loadSignIns, Page: lazy(loadSignIns) },
  { id: 'operations', needs: 'audit.operations', name: { 'zh-CN': '操作日志', en: 'Operation log' }, load: loadOperations, Page: lazy(loadOperations) },
  { id: 'visits', needs: 'audit.visits', name: { 'zh-CN': '访问日志', en: 'Access log' }, load: loadVisits, Page: lazy(loadVisits) },
  { id: 'message-channels', needs: 'messages.settings', name: { 'zh-CN': '消息通道', en: 'Message channels' }, load: loadMessageChannels, Page: lazy(loadMessageChannels) },
  { id: 'message-templates', needs: 'messages.settings', name: { 'zh-CN': '消息模板', en: 'Message templates' }, load: loadMessageTemplates, Page: lazy(loadMessageTemplates) },
  { id: 'deliveries', needs: 'messages.deliveries', name: { 'zh-CN': '发送记录', en: 'Delivery log' }, load: loadDeliveries, Page: lazy(loadDeliveries), wide: true },
  { id: 'base', needs: 'lists.use', name: { 'zh-CN': '数据维护', en: 'Base data' }, load: loadBase, Page: lazy(loadBase) },
  // Everybody's, and last: it is nobody's first page.
  { id: 'messages', needs: 'messages.centre', name: { 'zh-CN': '消息中心', en: 'Message centre' }, load: loadMessages, Page: lazy(loadMessages) },
]

/** The pages that somebody with these rights may see. */
export function pagesFor(permissions: readonly string[]): readonly StaffPage[] {
  return PAGES.filter((page) => permissions.includes(page.needs))
}

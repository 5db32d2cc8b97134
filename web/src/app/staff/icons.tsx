import {
  ApiOutlined, ApartmentOutlined, AppstoreOutlined, AuditOutlined, BankOutlined, CalendarOutlined, ClusterOutlined, DatabaseOutlined,
  DesktopOutlined, EyeOutlined, FileSearchOutlined, FormOutlined, IdcardOutlined, LoginOutlined, MenuOutlined, NotificationOutlined, ReadOutlined, RobotOutlined,
  SafetyCertificateOutlined, SettingOutlined, SwapOutlined, TeamOutlined, UserOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

const ICONS: Readonly<Record<string, ReactNode>> = {
  queue: <NotificationOutlined />,
  screens: <DesktopOutlined />,
  delivery: <ApiOutlined />,
  base: <DatabaseOutlined />,
  registration: <FormOutlined />,
  registrations: <FileSearchOutlined />,
  referral: <SwapOutlined />,
  reports: <ReadOutlined />,
  schedule: <CalendarOutlined />,
  tenants: <BankOutlined />,
  accounts: <UserOutlined />,
  roles: <IdcardOutlined />,
  departments: <TeamOutlined />,
  'institution-info': <BankOutlined />,
  'opened-algorithms': <RobotOutlined />,
  algorithms: <RobotOutlined />,
  reading: <ReadOutlined />,
  implementations: <ApiOutlined />,
  'menu-tree': <MenuOutlined />,
  platform: <SettingOutlined />,
  security: <SafetyCertificateOutlined />,
  'sign-ins': <LoginOutlined />,
  operations: <AuditOutlined />,
  visits: <EyeOutlined />,
  people: <TeamOutlined />,
  calling: <NotificationOutlined />,
  institution: <ApartmentOutlined />,
  channels: <ClusterOutlined />,
}

/** The picture of a function or of a group of them. */
export function iconOf(page: string): ReactNode {
  return ICONS[page] ?? ICONS[page.split('/', 1)[0] ?? ''] ?? <AppstoreOutlined />
}

import { theme as algorithms, type ThemeConfig } from 'antd'

const COMMON = {
  // Who asked the computer for less movement gets none.
  motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  borderRadius: 8,
  fontSize: 15,
  controlHeight: 36,
  controlHeightLG: 44,
  fontFamily: "-apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', 'Segoe UI', sans-serif",
}

/** Calm and clear: one petrol accent, large targets. The backgrounds are those of staff.css. */
const LIGHT: ThemeConfig = {
  token: { ...COMMON, colorPrimary: '#14728a', colorLink: '#14728a', colorError: '#c8281e', colorText: '#22373f', colorBgLayout: '#f2f6f7' },
  components: { Menu: { itemSelectedBg: '#e4f1f5', itemSelectedColor: '#14728a', subMenuItemBg: 'transparent' }, Dropdown: { controlItemBgActive: '#e4f1f5', controlItemBgActiveHover: '#d8ebf1' } },
}
const DARK: ThemeConfig = {
  algorithm: algorithms.darkAlgorithm,
  components: { Menu: { itemSelectedBg: '#1c3a43', itemSelectedColor: '#5cc0d6', subMenuItemBg: 'transparent' } },
  token: { ...COMMON, colorPrimary: '#3fa9c2', colorLink: '#5cc0d6', colorError: '#e5675e', colorBgBase: '#12191c', colorBgContainer: '#182226', colorBgElevated: '#1f2b30', colorBgLayout: '#0f1517' },
}

export function themeOf(dark: boolean): ThemeConfig {
  return dark ? DARK : LIGHT
}

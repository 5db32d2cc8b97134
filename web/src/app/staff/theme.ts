import type { ThemeConfig } from 'antd'

/** Calm and clear: one petrol accent, large targets. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#14728a',
    colorError: '#c8281e',
    colorText: '#22373f',
    colorBgLayout: '#f2f6f7',
    borderRadius: 8,
    fontSize: 15,
    controlHeight: 36,
    controlHeightLG: 44,
    fontFamily: "-apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', 'Segoe UI', sans-serif",
  },
}

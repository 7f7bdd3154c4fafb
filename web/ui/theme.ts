import { theme as antd, type ThemeConfig } from 'antd'
import type { Mode } from './paint.ts'
import { palettes } from './palette.ts'

export type { Mode }

/** antd's tokens made from our palette. */
export function themeOf(mode: Mode): ThemeConfig {
  const p = palettes[mode]
  return {
    algorithm: mode === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    hashed: false,
    token: {
      colorPrimary: p.jade,
      colorLink: p.jade,
      colorInfo: p.indigo,
      colorSuccess: p.jade,
      colorWarning: p.ochre,
      colorError: p.cinnabar,
      colorTextBase: p.ink,
      colorBgBase: p.surface,
      colorBgLayout: p.paper,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorText: p.ink,
      colorTextSecondary: p.inkSoft,
      colorTextTertiary: p.inkFaint,
      colorTextPlaceholder: p.inkFaint,
      colorTextDescription: p.inkFaint,
      colorTextDisabled: p.inkFaint,
      // What is busy stays readable.
      opacityLoading: 1,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      borderRadius: 5,
      fontSize: 13,
      controlHeight: 32,
      fontFamily: 'var(--sans)',
      fontFamilyCode: 'var(--mono)',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    }, // prettier: one table
    components: {
      Button: { primaryColor: p.onJade, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: {
        headerBg: p.sunken,
        headerColor: p.inkSoft,
        headerSplitColor: 'transparent',
        rowHoverBg: p.sunken,
        cellPaddingBlockSM: 8,
        cellPaddingInlineSM: 10,
        borderColor: p.line,
      }, // prettier: one table
      Tooltip: { colorBgSpotlight: palettes.light.side, colorTextLightSolid: '#ffffff' },
      Segmented: { trackBg: p.line, itemSelectedBg: p.surface, itemColor: p.inkSoft },
    },
  }
}

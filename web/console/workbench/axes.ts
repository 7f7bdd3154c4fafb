import type { EChartsCoreOption } from 'echarts/core'
import { palettes } from '../../ui/palette.ts'
import type { Mode } from '../../ui/theme.ts'

/** Quiet axes: few lines, small words. */
export function axes(mode: Mode, names: string[]): EChartsCoreOption {
  const p = palettes[mode]
  const label = { color: p.inkFaint, fontSize: 11 }
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: names,
      axisLabel: { ...label, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: p.lineStrong } },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { ...label, formatter: short },
      splitLine: { lineStyle: { color: p.line } },
    },
  }
}

export function tip(mode: Mode, format: (value: number) => string): object {
  const p = palettes[mode]
  return {
    trigger: 'axis',
    backgroundColor: p.surface,
    borderColor: p.lineStrong,
    textStyle: { color: p.ink, fontSize: 12 },
    axisPointer: { type: 'shadow', shadowStyle: { color: p.line, opacity: 0.4 } },
    valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '—'),
  }
}

const short = (value: number): string => (value >= 1_000 ? `${value / 1_000}k` : String(value))

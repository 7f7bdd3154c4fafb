import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer])

/** Draws into an element and follows its size; the answer stops it. */
export function start(place: HTMLElement, option: EChartsCoreOption): () => void {
  const chart = init(place, null, { renderer: 'svg' })
  chart.setOption({ animation: false, ...option })
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(place)
  return () => {
    watch.disconnect()
    chart.dispose()
  }
}

import type { EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'

/** A small drawing; `label` says in words what it shows, for those who cannot see it. The library loads with the first one. */
export function Chart({ option, height, label }: { option: EChartsCoreOption; height: number; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let stop = (): void => {}
    let left = false
    const draw = async (): Promise<void> => {
      const { start } = await import('./echarts.ts')
      if (place.current && !left) stop = start(place.current, option)
    }
    void draw()
    return () => {
      left = true
      stop()
    }
  }, [option])
  return <div ref={place} className="chart" style={{ minHeight: height }} role="img" aria-label={label} />
}

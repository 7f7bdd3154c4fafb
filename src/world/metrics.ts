import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { World } from './world.ts'

export type Metrics = {
  answered(route: string, method: string, status: number, seconds: number): void
  /** The text Prometheus reads, and its media type. */
  print(): Promise<{ type: string; text: string }>
  stop(): void
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The house's own measurements, one registry a server, so that two servers of one process do not mix. */
export function makeMetrics(w: Pick<World, 'db'>, inFlight: () => number): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  const requests = new Counter({
    name: 'covenant_http_requests_total',
    help: 'Requests answered',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const latency = new Histogram({
    name: 'covenant_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['route', 'method'],
    buckets: secondsBuckets,
    registers,
  })
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
  gauge('covenant_http_in_flight', 'Requests being answered now', inFlight)
  gauge('covenant_event_loop_lag_seconds', 'Event loop delay, 99th percentile since the last reading', () => {
    const seconds = delay.percentile(99) / 1e9
    delay.reset()
    return Number.isFinite(seconds) ? seconds : 0
  })
  gauge('covenant_memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
  gauge('covenant_db_connections', 'Database connections open', () => w.db.pool.totalCount)
  gauge('covenant_db_connections_idle', 'Database connections idle', () => w.db.pool.idleCount)
  gauge('covenant_db_waiting', 'Requests waiting for a database connection', () => w.db.pool.waitingCount)
  return {
    answered: (route, method, status, seconds) => {
      requests.inc({ route, method, status: String(status) })
      latency.observe({ route, method }, seconds)
    },
    print: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    stop: () => void delay.disable(),
  }
}

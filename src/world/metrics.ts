import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type CounterName, counters, countsOf } from './counters.ts'
import type { World } from './world.ts'

export type Metrics = {
  answered(route: string, method: string, status: number, seconds: number): void
  /** The text Prometheus reads, and its media type. */
  print(): Promise<{ type: string; text: string }>
  stop(): void
}

/** A figure of a module, read when somebody asks for it. */
export type GaugeRead = { name: string; help: string; read(w: World): Promise<number> }

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The house's own measurements, one registry a server, so that two servers of one process do not mix. */
export function makeMetrics(w: World, inFlight: () => number, gauges: readonly GaugeRead[] = []): Metrics {
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
  for (const name of Object.keys(counters) as CounterName[]) registerCounter(w, name, registers)
  for (const read of gauges) registerGauge(w, read, registers)
  return {
    answered: (route, method, status, seconds) => {
      requests.inc({ route, method, status: String(status) })
      latency.observe({ route, method }, seconds)
    },
    print: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    stop: () => void delay.disable(),
  }
}

function registerCounter(w: World, name: CounterName, registers: Registry[]): void {
  const [metric, help, label] = counters[name]
  new Counter({
    name: metric,
    help,
    labelNames: [label],
    registers,
    collect() {
      this.reset()
      for (const [value, count] of countsOf(w, name)) this.inc({ [label]: value }, count)
    },
  })
}

// A database that is away or slow must not keep the other figures from whoever needs them just then.
const readMostMs = 1_000

function registerGauge(w: World, { name, help, read }: GaugeRead, registers: Registry[]): void {
  new Gauge({
    name,
    help,
    registers,
    async collect() {
      const late = new Promise<number>((resolve) => setTimeout(() => resolve(Number.NaN), readMostMs).unref())
      this.set(await Promise.race([read(w).catch(() => Number.NaN), late]))
    },
  })
}

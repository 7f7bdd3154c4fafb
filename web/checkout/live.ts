import { type Doors, isEnded, type Order, Refusal } from './order.ts'

const pollMs = 3_000

/**
 * Keeps a page told of its order: by server-sent events, and by asking every three seconds whenever those do not come. Stops
 * when the order has ended. `lost` says whether neither way works at the moment.
 */
export function follow(doors: Doors, told: (order: Order) => void, lost: (isLost: boolean) => void): { stop(): void } {
  let timer = 0
  let stopped = false
  const source = new EventSource(doors.events)
  const stop = (): void => {
    stopped = true
    source.close()
    window.clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
  const hear = (order: Order): void => {
    if (stopped) return
    lost(false)
    told(order)
    if (isEnded(order.phase)) stop()
  }
  const look = (): void => {
    if (document.hidden || stopped) return
    doors.read().then(hear, (error: unknown) => lost(error instanceof Refusal && error.status === 0))
  }
  source.addEventListener('checkout', (event) => hear(JSON.parse((event as MessageEvent<string>).data) as Order))
  source.addEventListener('open', () => {
    window.clearInterval(timer)
    timer = 0
    lost(false)
  })
  source.addEventListener('error', () => {
    if (timer === 0 && !stopped) timer = window.setInterval(look, pollMs)
  })
  // A phone that comes back from its wallet shows the truth at once.
  document.addEventListener('visibilitychange', look)
  return { stop }
}

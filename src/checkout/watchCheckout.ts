import type { Canonical } from '../base/canonical.ts'
import type { Id } from '../base/id.ts'
import { paymentById } from '../payments/find.ts'
import type { Payment } from '../payments/payment.ts'
import { pause } from '../world/pause.ts'
import { z } from '../world/route.ts'
import type { Feed, Stream } from '../world/sse.ts'
import type { World } from '../world/world.ts'
import { checkoutFaults } from './errors.ts'
import { isEnded, phaseOf } from './phase.ts'
import { checkoutJson, toCheckoutView } from './view.ts'

const everyMs = 500
// Twenty minutes; a page that is still open then reconnects by itself.
const looksMost = (20 * 60_000) / everyMs
const listenersMost = 1_000
const listenersOfOneMost = 8

/**
 * Tells a page of its order whenever something it shows has changed, until the order has ended. Fault
 * `checkout.too_many_listeners` when the order is open in too many pages; they can still ask.
 */
export function watchCheckout(w: World, id: Id<'pay'>): Feed {
  const leave = enter(w, id)
  return async (stream) => {
    try {
      await tell(w, id, stream)
    } finally {
      leave()
    }
  }
}

async function tell(w: World, id: Id<'pay'>, stream: Stream): Promise<void> {
  let told = ''
  for (let look = 0; look < looksMost && !stream.closed.aborted; look++) {
    const payment = await paymentById(w, id)
    if (!payment) return
    const mark = markOf(w, payment)
    if (mark !== told) stream.send({ event: 'checkout', data: await dataOf(w, payment) })
    told = mark
    if (isEnded(phaseOf(payment, w.now()))) return
    await pause(everyMs, stream.closed)
  }
}

const dataOf = async (w: World, payment: Payment): Promise<Canonical> =>
  z.encode(checkoutJson, await toCheckoutView(w, payment)) as Canonical

// What a page shows follows from these; reading one row twice a second is cheaper than building the view.
const markOf = (w: World, payment: Payment): string =>
  [phaseOf(payment, w.now()), payment.state, payment.wallet, payment.updatedAt, payment.refunded.minor].join(' ')

const listening = new WeakMap<World['db'], Map<string, number>>()

function enter(w: World, id: string): () => void {
  const counts = listening.get(w.db) ?? new Map<string, number>()
  listening.set(w.db, counts)
  const own = counts.get(id) ?? 0
  const all = [...counts.values()].reduce((total, count) => total + count, 0)
  if (own >= listenersOfOneMost || all >= listenersMost) throw checkoutFaults.tooManyListeners()
  counts.set(id, own + 1)
  return () => {
    const left = (counts.get(id) ?? 1) - 1
    if (left === 0) counts.delete(id)
    else counts.set(id, left)
  }
}

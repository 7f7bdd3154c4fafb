import { test } from 'vitest'
import { beingTold, cancelling, reconciling, refunding } from './conformance-after.ts'
import { type Asks, asksOf, type Harness } from './conformance-harness.ts'
import { notBelieving, notKnowing, paying, refusing } from './conformance-paying.ts'

/** The one suite that every wallet passes: it registers tests that break when a promise of wallet.ts does. */
export function conformance(name: string, make: () => Promise<Harness>): void {
  const promise = (text: string, act: (h: Harness, ask: Asks) => Promise<void>): void =>
    test(`${name}: ${text}`, async () => {
      const h = await make()
      try {
        await act(h, asksOf(h))
      } finally {
        await h.stop()
      }
    })
  paying(promise)
  refusing(promise)
  notKnowing(promise)
  notBelieving(promise)
  cancelling(promise)
  refunding(promise)
  beingTold(promise)
  reconciling(promise)
}

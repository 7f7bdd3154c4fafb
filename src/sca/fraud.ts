import { dayMs, dayOf } from '../base/time.ts'
import { command } from '../world/command.ts'
import { reaction } from '../world/events.ts'
import type { World } from '../world/world.ts'
import { barCodeRules } from './dayLimit.ts'
import { scaFaults } from './errors.ts'
import { fraudPpm } from './exemption.ts'
import { psd2 } from './scaFacts.ts'
import { countByMethod, countersNow, readFraudWindow, recentAuthentications, saveFraud, saveVolume } from './store.ts'
import { totalsOfDay } from './storeDays.ts'
import { countLinks, foreignSince } from './storeLinks.ts'

const fraudDays = 90
const { daySum } = barCodeRules

/** Every captured payment counts in the volume that the fraud rate is measured against. */
export const scaReactions = [
  reaction('payment.captured', 'sca.count_volume', async (i, { at, data: { amount } }) => {
    await saveVolume(i, dayOf(at, 'UTC'), amount.currency, BigInt(amount.minor))
  }),
]

/** Counts a captured payment as fraud, once. Fault `sca.fraud_twice`. */
export async function reportFraud(
  w: World,
  key: string | null,
  fraud: { payment: string; currency: string; minor: bigint; because: string },
): Promise<void> {
  const input = { payment: fraud.payment, because: fraud.because }
  await command(w, 'sca.report_fraud', key, input, async (i) => {
    if (!(await saveFraud(i, fraud))) throw scaFaults.fraudTwice()
    return fraud.payment
  })
}

/** Where the exemptions stand: rate of the last 90 days against each band, counters, today's sums, how payers were authenticated. */
export async function scaStatus(w: World) {
  const from = w.now() - fraudDays * dayMs
  const { payments, ...window } = await readFraudWindow(w, psd2.currency, from)
  const rate = fraudPpm(window)
  return {
    from,
    currency: psd2.currency,
    volume: window.volume,
    fraud: window.fraud,
    payments,
    ratePpm: rate,
    bands: psd2.riskAnalysis.map(({ most, ratePpm }) => ({
      most,
      ratePpm,
      isOpen: rate !== null && window.fraud * 1_000_000n <= ratePpm * window.volume,
    })),
    counters: await countersNow(w, psd2.currency, psd2.lowValue.sum),
    links: await countLinks(w),
    foreign: await foreignSince(w, from, 20),
    today: await totalsOfDay(w, dayOf(w.now(), barCodeRules.zone), { b: daySum.B, c: daySum.C, d: daySum.D }),
    methods: await countByMethod(w, from),
    recent: await recentAuthentications(w, 20),
  }
}

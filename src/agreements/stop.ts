import { type Id, newId } from '../base/id.ts'
import { partnerById } from '../partners/find.ts'
import { movePartner } from '../partners/move.ts'
import { actorText } from '../world/actor.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { agreementFaults } from './errors.ts'
import type { Stop } from './stopped.ts'
import { agreementOfPartner, lockAgreement } from './store.ts'
import { lockStop, saveLift, saveStop, standingStop } from './storeStop.ts'

export type StopAsk = Pick<Stop, 'partner' | 'merchant' | 'kind' | 'because' | 'source' | 'until'>

/**
 * Refuses new payments from now on; refunds and disputes run on under the terms they were made under. A wallet that is stopped as
 * a whole also moves to `suspended` in the pipeline. What already stands in the same way is answered and not written twice. Fault:
 * `agreements.not_found` when there is no agreement with the partner.
 */
export async function stopPayments(i: Inside, ask: StopAsk): Promise<Id<'stp'>> {
  const agreement = await agreementOfPartner(i, ask.partner)
  if (agreement === null) throw agreementFaults.notFound({ agreement: ask.partner })
  await lockAgreement(i, agreement)
  const before = await standingStop(i, ask.partner, ask.merchant, i.now())
  if (before && before.merchant === ask.merchant && before.kind === ask.kind) return before.id
  const id = newId('stp', i.now(), i.random)
  await saveStop(i, { ...ask, id, agreement, from: i.now() })
  const { merchant, kind, source, until } = ask
  record(i, {
    act: 'agreements.stop',
    object: agreement,
    after: kind,
    facts: { stop: id, merchant, kind, source, until },
  })
  const partner = await partnerById(i, ask.partner)
  if (merchant === null && kind !== 'limit' && partner?.stage === 'live')
    await movePartner(i, ask.partner, 'suspend', actorText(i.actor), ask.because)
  return id
}

/**
 * Lets new payments pass again. The wallet goes back to `live` when nothing else stops it as a whole. Faults:
 * `agreements.stop_not_found`, `agreements.stop_over`.
 */
export async function resumePayments(i: Inside, id: string, because: string): Promise<void> {
  const stop = await lockStop(i, id)
  if (!stop) throw agreementFaults.stopNotFound({ stop: id })
  if (stop.liftedAt !== null || (stop.until !== null && stop.until <= i.now())) throw agreementFaults.stopOver()
  await lockAgreement(i, stop.agreement)
  await saveLift(i, id, i.now(), because)
  const { agreement, merchant, kind } = stop
  record(i, { act: 'agreements.resume', object: agreement, before: kind, facts: { stop: id, merchant, kind } })
  const partner = await partnerById(i, stop.partner)
  if (merchant !== null || partner?.stage !== 'suspended') return
  if ((await standingStop(i, stop.partner, null, i.now())) !== null) return
  await movePartner(i, stop.partner, 'resume', actorText(i.actor), { zh: '解除停用', en: 'the stop was lifted' })
}

/** Refuses a new payment that something stops; fault `agreements.stopped` says what and why. */
export async function refuseStopped(
  i: Inside,
  { partner, merchant, wallet }: { partner: string; merchant: string; wallet: string },
): Promise<void> {
  const stop = await standingStop(i, partner, merchant, i.now())
  if (stop) throw agreementFaults.stopped({ wallet, zh: stop.because.zh, en: stop.because.en })
}

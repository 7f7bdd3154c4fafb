import { present } from '../base/assert.ts'
import type { Instant } from '../base/time.ts'
import { consentsBy } from '../consent/find.ts'
import { restrictUse } from '../consent/refuseUse.ts'
import { withdrawConsent } from '../consent/withdrawConsent.ts'
import { consumersByIds, endPhone, sessionsOfConsumer, signOutEverywhere } from '../identity/forget.ts'
import { paymentsOfPayer } from '../payments/forgetPayer.ts'
import { paymentsConfirmedBy, removeLinks } from '../sca/payer.ts'
import { savedMethods } from '../vault/find.ts'
import { moveMethod, ownMethod } from '../vault/moveMethod.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { privacyFaults } from './errors.ts'
import type { Plan, PlanItem } from './plan.ts'
import { keptUntil, retentionRule } from './retention.ts'
import { requestsOf } from './store.ts'
import { holdOnAny, relationEndedAt, saveRelationEnd, toErase } from './storeRetention.ts'

const paymentsMax = 5_000

/**
 * What a deletion of this person would do now: what goes at once, and what a law keeps, under which article and until when
 * (个人信息保护法 47).
 */
export async function planDeletion(w: World | Inside, subject: string): Promise<Plan> {
  // One after the other: inside a transaction there is one connection.
  const methods = await savedMethods(w, subject)
  const confirmed = await paymentsConfirmedBy(w, subject, paymentsMax)
  const payments = await paymentsOfPayer(w, subject, confirmed, paymentsMax)
  const consents = await consentsBy(w, { subject }, '', 500)
  const sessions = await sessionsOfConsumer(w, subject)
  const requests = await requestsOf(w, subject)
  const ended = (await relationEndedAt(w, subject)) ?? w.now()
  const newest = Math.max(0, ...payments.map(({ createdAt }) => createdAt))
  const items: PlanItem[] = [
    { rule: 'methods', data: { zh: '保存的付款方式', en: 'Saved payment methods' }, count: methods.length, ...goes },
    { rule: 'habits', data: dataOf('habits'), count: 1, ...goes },
    { rule: 'marketing', data: { zh: '在用的授权', en: 'Consents in force' }, count: live(consents), ...goes },
    stays('transactions', payments.length, newest),
    stays('identity', (await consumersByIds(w, [subject])).length, ended),
    stays('sign-ins', sessions.length, Math.max(0, ...sessions.map(({ endedAt }) => endedAt ?? w.now()))),
    stays('consents', consents.filter(({ evidence }) => evidence !== null).length, w.now()),
    stays('requests', requests.length, w.now()),
  ]
  return { items: items.filter(({ count }) => count > 0) }
}

/**
 * Erases what no law holds, ends the relation and stops every use but storage and what a law demands. What stays is erased by
 * the nights when its time is over. Answers what was done. Fault privacy.held while a hold stands on the person.
 */
export async function eraseOnRequest(i: Inside, subject: string): Promise<Plan> {
  await toErase(i)
  const hold = await holdOnAny(i, [subject])
  if (hold !== null) throw privacyFaults.held({ hold })
  const plan = await planDeletion(i, subject)
  for (const { id } of await savedMethods(i, subject)) await moveMethod(i, await ownMethod(i, subject, id), 'remove')
  for (const { id, endedAt } of await consentsBy(i, { subject }, '', 500))
    if (endedAt === null) await withdrawConsent(i, id, subject)
  await restrictUse(i, subject)
  await signOutEverywhere(i, subject)
  await endPhone(i, subject)
  await removeLinks(i, subject)
  await saveRelationEnd(i, subject)
  const kept = plan.items.filter(({ does }) => does === 'keep').map(({ rule }) => rule)
  record(i, { act: 'privacy.erase', object: subject, facts: { kept } })
  return plan
}

const goes = { does: 'erase', law: null, until: null } as const
const dataOf = (id: string): PlanItem['data'] => present(retentionRule(id), 'a plan names a rule').data
const live = (consents: readonly { endedAt: Instant | null }[]): number =>
  consents.filter(({ endedAt }) => endedAt === null).length

function stays(id: string, count: number, from: Instant): PlanItem {
  const rule = present(retentionRule(id), 'a plan names a rule')
  return { rule: id, data: rule.data, count, does: 'keep', law: rule.law, until: keptUntil(from, rule) }
}

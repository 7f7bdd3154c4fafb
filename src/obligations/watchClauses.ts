import type { InForce } from '../agreements/agreement.ts'
import { inForce } from '../agreements/inForce.ts'
import { stopPayments } from '../agreements/stop.ts'
import type { Text, Trigger } from '../agreements/terms.ts'
import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { partnersAll } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { measure } from './measure.ts'
import { actedUntil, holdSubject, saveFinding } from './storeFindings.ts'
import { blocksOver, type Reading, windowsUntil } from './trigger.ts'
import { digitsOf } from './view.ts'

/** How many windows that are over are looked at: those of the clause, and some before, for when nobody looked for a while. */
export const windowsSeen = ({ window, windows }: Trigger): number =>
  windows + (window === 'minute' ? 120 : window === 'day' ? 7 : 2)

/** Evaluates every monitoring clause in force and carries out what they ask, each finding once. Answers how many were new. */
export async function watchClauses(w: World, only: string | null = null): Promise<number> {
  let found = 0
  for (const partner of await partnersAll(w)) {
    if (only !== null && partner.id !== only) continue
    const version = await inForce(w, partner.id, w.now())
    for (const trigger of version?.terms.clauses.monitoring.triggers ?? [])
      if (version) found += await watch(w, partner.id, version, trigger)
  }
  return found
}

async function watch(w: World, partner: string, version: InForce, trigger: Trigger): Promise<number> {
  const { zone } = version.terms.clauses.fees
  const windows = windowsUntil(trigger.window, zone, w.now(), windowsSeen(trigger))
  const measured = await measure(w, partner, trigger, windows.slice(0, -1))
  const acted = await actedUntil(w, version.agreement, trigger.id)
  let found = 0
  for (const [subject, readings] of measured ?? [])
    for (const block of blocksOver(trigger, readings, acted.get(subject) ?? 0))
      if (await act(w, { partner, version, trigger, subject, block })) found++
  return found
}

type Found = { partner: string; version: InForce; trigger: Trigger; subject: string; block: Reading[] }

// In one transaction: the finding with its evidence, and what the clause asks for.
async function act(w: World, { partner, version, trigger, subject, block }: Found): Promise<boolean> {
  const { agreement, number, root, terms } = version
  const { zone } = terms.clauses.fees
  const [from = 0, until = 0] = [block[0]?.from, block.at(-1)?.until]
  const readings = block.map(digitsOf)
  const evidence = digestOf(canonical({ root, trigger: trigger.id, subject, readings }))
  const merchant = subject === '' ? null : subject
  return await transaction(w, async (i) => {
    await holdSubject(i, `${agreement}/${trigger.id}/${subject}`)
    if (from < ((await actedUntil(i, agreement, trigger.id)).get(subject) ?? 0)) return false
    const id = newId('fnd', i.now(), i.random)
    const because = becauseOf(trigger, block, zone)
    const { action } = trigger
    const ends = action === 'limit' ? limitEnds(trigger, i.now(), zone) : null
    const source = `finding:${id}`
    const stop =
      action === 'warn'
        ? null
        : await stopPayments(i, { partner, merchant, kind: action, because, source, until: ends })
    await saveFinding(i, {
      id,
      partner,
      agreement,
      version: number,
      root,
      trigger: trigger.id,
      metric: trigger.metric,
      merchant,
      action,
      from,
      until,
      readings,
      evidence,
      stop,
      at: i.now(),
    }) // prettier: one list
    const facts = { finding: id, trigger: trigger.id, action, merchant, from, until, evidence, stop }
    record(i, { act: 'obligations.found', object: agreement, facts })
    return true
  })
}

// A limit lasts as long as the window that runs now: then it is looked at anew.
const limitEnds = ({ window }: Trigger, now: Instant, zone: string): Instant =>
  windowsUntil(window, zone, now, 0)[0]?.until ?? now + 1

function becauseOf({ name, window, windows }: Trigger, block: readonly Reading[], zone: string): Text {
  const [first, last] = [dayOf(block[0]?.from ?? 0, zone), dayOf((block.at(-1)?.until ?? 1) - 1, zone)]
  const unit = { minute: ['分钟', 'minutes'], day: ['天', 'days'], month: ['个月', 'months'] }[window]
  const span = first === last ? first : `${first} – ${last}`
  return {
    zh: `监测条款「${name.zh}」连续 ${windows} ${unit[0]}超标（${span}）`,
    en: `clause “${name.en}” was exceeded in ${windows} consecutive ${unit[1]} (${span})`,
  }
}

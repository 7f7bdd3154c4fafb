import { present } from '../base/assert.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { auditFaults } from './errors.ts'
import { handOverAct } from './handOver.ts'
import { nextSigner, vkeyText } from './logKey.ts'
import { keyNow, logKeyState, logKeys } from './logKeys.ts'
import { addHandOver, handOversMax } from './storeHandOver.ts'

/** What is confirmed: the key that signs now, and the one that shall. */
export type KeysHanded = { from: string; to: string }

/**
 * Hands the log over to its next signing key. Here it is only written down, in the log itself; the sequencer signs the first
 * checkpoint that covers it with both keys, and from then on with the new one alone. `confirm` runs in the same transaction before
 * anything (a step-up to be spent). Faults audit.log_key_not_brought, audit.hand_over_waits, audit.hand_overs_full.
 */
export async function handOverKey(w: World, confirm: (i: Inside, keys: KeysHanded) => Promise<void>) {
  const keys = await logKeys(w)
  if (keys.waiting) throw auditFaults.handOverWaits()
  const number = keys.spans.length
  if (number > handOversMax) throw auditFaults.handOversFull({ most: String(handOversMax) })
  const [from, to] = [keyNow(keys), vkeyText(nextSigner(w, number + 1).vkey)]
  await transaction(w, async (i) => {
    await confirm(i, { from, to })
    record(i, { act: handOverAct, object: `log-key:${number + 1}`, facts: { from, to } })
    const { row } = present(i.book.deeds.at(-1), 'what was just recorded is in the book')
    if (!(await addHandOver(i, { number, record: row.id, from, to }))) throw auditFaults.handOverWaits()
  })
  return await logKeyState(w)
}

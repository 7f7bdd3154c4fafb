import { newId } from '../base/id.ts'
import { hourMs } from '../base/time.ts'
import { actorText } from '../world/actor.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import { redactText } from '../world/redact.ts'
import type { Inside, World } from '../world/world.ts'
import { openToken } from './detokenise.ts'
import { vaultFaults } from './errors.ts'
import type { Reveal } from './look.ts'
import { livingCopies, tokenByHash, tokenById } from './store.ts'
import { insertReveal, spend } from './storeReveal.ts'
import type { Token } from './token.ts'
import { hashOfValue } from './tokenise.ts'
import type { TokenKind } from './value.ts'

/** Who looks. */
export type Looker = { id: string; name: string; org: string }

export type LookFor = {
  purpose?: string | null
  first?(i: Inside, token: Token, holders: readonly string[]): Promise<string | undefined>
}

export const revealsAnHour = 20
export const searchesAnHour = 100

/**
 * The value behind a token, for a person with a reason. It is written down before anything is opened, so that a look is known even when
 * it fails; at most 20 an hour for each person. `first` runs in the same transaction before that (a step-up to be spent, whether the
 * purpose may use it) and may answer whose copy is opened. Never call it inside a command: its answer must not be kept. Faults
 * vault.token_not_found (also for another tenant's), vault.reason_personal, vault.too_many_reveals, vault.shredded.
 */
export async function reveal(
  w: World,
  who: Looker,
  id: string,
  reason: string,
  { purpose = null, first }: LookFor = {},
): Promise<{ reveal: Reveal; value: string }> {
  if (redactText(reason) !== reason) throw vaultFaults.reasonPersonal()
  const token = await tokenById(w, id)
  if (!token || token.tenant !== who.org) throw vaultFaults.tokenNotFound({ token: id })
  if (token.shreddedAt !== null) throw vaultFaults.shredded()
  let holder: string | undefined
  const made = await transaction(w, async (i) => {
    const holders = (await livingCopies(i, token.id)).map(({ subject }) => subject)
    holder = await first?.(i, token, holders)
    if (!(await withinHour(i, 'reveal', revealsAnHour)))
      throw vaultFaults.tooManyReveals({ most: String(revealsAnHour) })
    const row: Reveal = {
      id: newId('rev', i.now(), i.random),
      token: token.id,
      actor: actorText(i.actor),
      actorName: who.name,
      reason,
      purpose,
      at: i.now(),
    }
    await insertReveal(i, row)
    record(i, { act: 'vault.reveal', object: token.id, facts: { reveal: row.id, kind: token.kind, reason, purpose } })
    return row
  })
  return { reveal: made, value: await openToken(w, token, holder) }
}

/**
 * The token of exactly this value, or null. Who searches learns whether we know somebody, so each search is recorded (without the
 * value) and at most 100 an hour are allowed. Faults vault.value_invalid, vault.authentication_data, vault.too_many_searches.
 */
export async function searchToken(w: World, who: Looker, kind: TokenKind, value: string): Promise<Token | null> {
  const hash = await hashOfValue(w, kind, value, who.org)
  return await transaction(w, async (i) => {
    if (!(await withinHour(i, 'search', searchesAnHour)))
      throw vaultFaults.tooManySearches({ most: String(searchesAnHour) })
    const found = await tokenByHash(i, { tenant: who.org, kind, hash })
    record(i, { act: 'vault.search', object: found?.id ?? '', facts: { kind, found: found !== null } })
    return found
  })
}

const withinHour = (i: Inside, act: string, most: number): Promise<boolean> =>
  spend(i, { actor: actorText(i.actor), act, hour: Math.floor(i.now() / hourMs), most })

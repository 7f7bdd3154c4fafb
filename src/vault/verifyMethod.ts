import { newId } from '../base/id.ts'
import { hourMs, type Instant } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { type Challenge, livesMs, triesMost } from './challenge.ts'
import { detokenise } from './detokenise.ts'
import { vaultFaults } from './errors.ts'
import { type Method, type VerificationWay, waysOf } from './method.ts'
import { moveMethod, ownMethod } from './moveMethod.ts'
import { isSameHash, searchHash } from './searchHash.ts'
import { countTry, endChallenge, insertChallenge, openChallenge } from './storeChallenge.ts'
import { spend } from './storeReveal.ts'
import { askVerifier } from './verifier.ts'

const startsAnHour = 5

/** What happened when a verification began: it is decided at once, or the holder has to answer until a moment. */
export type VerificationBegun =
  | { outcome: 'verified'; method: Method }
  | { outcome: 'refused'; method: Method }
  | { outcome: 'asked'; method: Method; way: Challenge['way']; until: Instant; sandboxAnswer: string | null }

/**
 * Begins to show that a method is its holder's. `provider` is answered at once; for `small_amount` 1 to 99 fen are sent to the account, for
 * `code` its bank sends six digits, and `answerChallenge` closes it. Faults vault.method_not_found, vault.method_state,
 * vault.way_unsuited, vault.verifier_missing, vault.verifier_silent.
 */
export async function beginVerification(
  w: World,
  holder: string,
  id: string,
  way: VerificationWay,
): Promise<VerificationBegun> {
  const method = await transaction(w, async (i) => {
    const hour = Math.floor(i.now() / hourMs)
    // Each start brings new tries, so starts are counted as well.
    if (!(await spend(i, { actor: `method:${holder}`, act: 'verify', hour, most: startsAnHour })))
      throw vaultFaults.tooManyVerifications({ most: String(startsAnHour) })
    record(i, { act: 'vault.begin_method', object: id, facts: { holder, way } })
    return await verifiable(i, holder, id, way)
  })
  const number = await detokenise(w, method.token, holder)
  if (way === 'provider')
    return await settle(w, method, await askVerifier(w, { act: 'match', kind: method.kind, number }))
  const secret =
    way === 'small_amount' ? String(1 + w.random.below(99)) : String(w.random.below(1_000_000)).padStart(6, '0')
  const said = await askVerifier(
    w,
    way === 'small_amount'
      ? { act: 'send_amount', kind: method.kind, number, minor: Number(secret) }
      : { act: 'send_code', kind: method.kind, number, code: secret },
  )
  if (said === 'no') return await settle(w, method, 'no')
  const hash = await answerHash(w, method.id, secret)
  const until = w.now() + livesMs[way]
  await transaction(w, async (i) => {
    await verifiable(i, holder, id, way)
    const challenge: Challenge = {
      id: newId('chg', i.now(), i.random),
      method: method.id,
      way,
      hash,
      tries: 0,
      askedAt: i.now(),
      expiresAt: until,
    }
    await insertChallenge(i, challenge)
    record(i, { act: 'vault.ask_method', object: method.id, facts: { holder, way, challenge: challenge.id } })
  })
  return { outcome: 'asked', method, way, until, sandboxAnswer: w.mode === 'sandbox' ? secret : null }
}

/**
 * The holder's answer. After the last wrong try the method is refused. Faults vault.no_challenge, vault.challenge_expired,
 * vault.answer_wrong, vault.verification_refused.
 */
export async function answerChallenge(w: World, holder: string, id: string, answer: string): Promise<Method> {
  const hash = await answerHash(w, id, answer)
  // A wrong try must be counted although it is refused, so the fault is thrown after the commit.
  const result = await transaction(w, async (i) => {
    const method = await ownMethod(i, holder, id)
    const challenge = await openChallenge(i, id)
    if (!challenge) throw vaultFaults.noChallenge()
    if (i.now() > challenge.expiresAt) throw vaultFaults.challengeExpired()
    if (await isSameHash(i, challenge.hash, hash)) {
      await endChallenge(i, id)
      return { method: await moveMethod(i, method, 'verify', challenge.way), left: -1 }
    }
    await countTry(i, challenge.id)
    const left = triesMost[challenge.way] - challenge.tries - 1
    record(i, { act: 'vault.wrong_answer', object: id, facts: { holder, left } })
    if (left > 0) return { method, left }
    await endChallenge(i, id)
    return { method: await moveMethod(i, method, 'refuse'), left }
  })
  if (result.left > 0) throw vaultFaults.answerWrong({ left: String(result.left) })
  if (result.left === 0) throw vaultFaults.verificationRefused()
  return result.method
}

async function verifiable(i: Parameters<typeof ownMethod>[0], holder: string, id: string, way: VerificationWay) {
  const method = await ownMethod(i, holder, id)
  if (method.state !== 'unverified') throw vaultFaults.methodState({ state: method.state })
  if (!waysOf[method.kind].includes(way)) throw vaultFaults.wayUnsuited()
  return method
}

async function settle(w: World, method: Method, said: 'yes' | 'no'): Promise<VerificationBegun> {
  return await transaction(w, async (i) => {
    const now = await ownMethod(i, method.holder, method.id)
    return said === 'yes'
      ? { outcome: 'verified', method: await moveMethod(i, now, 'verify', 'provider') }
      : { outcome: 'refused', method: await moveMethod(i, now, 'refuse') }
  })
}

// A six-digit answer is guessed from a plain hash at once; from a keyed one only with the vault's key.
const answerHash = (w: World, method: string, answer: string): Promise<string> =>
  searchHash(w, `challenge/${method}`, answer.trim())

import { timingSafeEqual } from 'node:crypto'
import type { Digest } from '../base/digest.ts'
import { type Id, newId } from '../base/id.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../base/time.ts'
import { everyVersion, searchHash } from '../vault/searchHash.ts'
import { hashOfValue } from '../vault/tokenise.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { challengeMs, challengeText, type Meant, refuseUnlessOpen } from './challenge.ts'
import { identityFaults } from './errors.ts'
import type { OwnerRef } from './owner.ts'
import { maskedPhone } from './phone.ts'
import { sendMessage } from './sendMessage.ts'
import { institutionOf } from './store.ts'
import {
  codesSent,
  countMiss,
  lockChallenge,
  oneSenderAtATime,
  saveChallenge,
  spendChallenge,
} from './storeChallenges.ts'

/** Wrong codes before a challenge is worth nothing: 5 of a million is the chance of a guess. */
const triesMax = 5
// How often a number may be sent a code: text messages cost money and patience, and a flood of them is an attack.
const againMs = minuteMs
const limits = [
  { within: hourMs, most: 5 },
  { within: dayMs, most: 15 },
] as const

type Text = { zh: string; en: string }
export type Sending = Meant & {
  /** The phone number; only its keyed hash and its mask are kept. */
  to: string
  owner: OwnerRef | null
  /** What the message says it is for, so that the reader notices what they confirm; the code follows. */
  says?: Text
}
export type CodeSent = { challenge: Id<'chl'>; masked: string; expiresAt: number; againAt: number }

/** The tenant under which phone numbers that get codes are hashed. */
export const phoneTenant = 'institution'

/**
 * Sends a code of six digits for one purpose (and one digest). Faults identity.code_later with the seconds to wait,
 * identity.sms_…, vault.value_invalid. Opens its own transactions.
 */
export async function sendCode(w: World, { to, owner, says, ...meant }: Sending): Promise<CodeSent> {
  const toHash = await hashOfValue(w, 'phone', to, phoneTenant)
  const masked = maskedPhone(to)
  const id = newId('chl', w.now(), w.random)
  const code = String(w.random.below(1_000_000)).padStart(6, '0')
  const expected = await hashOfCode(w, challengeText(id, meant, code))
  await transaction(w, async (i) => {
    await oneSenderAtATime(i, toHash)
    refuseTooMany(await codesSent(i, toHash, i.now() - dayMs), i.now())
    const times = { madeAt: i.now(), expiresAt: i.now() + challengeMs }
    const { purpose, bound = null } = meant
    await saveChallenge(i, { id, kind: 'code', owner, purpose, bound, expected, toHash, toMasked: masked, ...times })
    const subject = owner?.id ?? id
    record(i, {
      act: 'identity.send_code',
      object: owner?.id ?? '',
      facts: { purpose },
      personal: { subject, values: { to } },
    })
  })
  const { name } = await institutionOf(w)
  await sendMessage(w, { id, to, masked, text: textOf(code, name, says) })
  return { challenge: id, masked, expiresAt: w.now() + challengeMs, againAt: w.now() + againMs }
}

function refuseTooMany(sent: readonly number[], now: number): void {
  const waits = [
    (sent[0] ?? 0) + againMs,
    ...limits.map(({ within, most }) => {
      const lately = sent.filter((at) => at > now - within)
      return lately.length < most ? 0 : (lately[most - 1] ?? 0) + within
    }),
  ]
  const until = Math.max(...waits)
  if (until > now) throw identityFaults.codeLater({ afterSeconds: String(Math.ceil((until - now) / secondMs)) })
}

export type CodeGiven = Meant & { challenge: string; code: string; owner?: OwnerRef }
export type CodeChecked = { owner: OwnerRef | null; toHash: Digest; masked: string; bound: Digest | null }

/**
 * Checks a code: right once, within five minutes and five tries, for the purpose and digest it was sent for, and for `owner` when
 * given. Throws identity.code_wrong, identity.challenge_…, identity.other_…. Opens its own transaction.
 */
export async function checkCode(w: World, { challenge: id, code, owner, ...meant }: CodeGiven): Promise<CodeChecked> {
  const given = await hashOfCode(w, challengeText(id, meant, code.normalize('NFKC')))
  const checked = await transaction(w, async (i): Promise<CodeChecked | null> => {
    const challenge = await lockChallenge(i, id)
    refuseUnlessOpen(challenge, 'code', meant, i.now())
    if (owner && challenge.owner?.id !== owner.id) throw identityFaults.noSuchChallenge()
    const subject = challenge.owner?.id ?? ''
    const meantHere = await everyVersion(i, given)
    if (!meantHere.some((one) => isEqual(one, challenge.expected))) {
      await missed(i, id, challenge.tries, subject, meant.purpose)
      return null
    }
    await spendChallenge(i, id)
    record(i, { act: 'identity.code_right', object: subject, facts: { purpose: meant.purpose } })
    return {
      owner: challenge.owner,
      toHash: challenge.toHash ?? '',
      masked: challenge.toMasked ?? '',
      bound: challenge.bound,
    }
  })
  if (!checked) throw identityFaults.codeWrong()
  return checked
}

async function missed(i: Inside, id: string, tries: number, subject: string, purpose: string): Promise<void> {
  await countMiss(i, id)
  if (tries + 1 >= triesMax) await spendChallenge(i, id)
  record(i, { act: 'identity.code_wrong', object: subject, facts: { purpose, tries: tries + 1 } })
}

const isEqual = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

// Keyed: whoever reads the table cannot try a million codes against it.
const hashOfCode = (w: World, text: string): Promise<Digest> => searchHash(w, 'identity.code', text)

const textOf = (code: string, from: Text, says?: Text): Text => ({
  zh: `【${from.zh}】${says ? `${says.zh}。` : ''}验证码 ${code}，5 分钟内有效。请勿告诉任何人。`,
  en: `[${from.en}] ${says ? `${says.en}. ` : ''}Your code is ${code}, valid for 5 minutes. Tell nobody.`,
})

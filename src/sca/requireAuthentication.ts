import type { Money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import type { Authentication } from './authentication.ts'
import { type Requirement, requirementOf } from './exemption.ts'
import { payerOf, readPayerOf } from './payerLink.ts'
import { type Counter, psd2 } from './scaFacts.ts'
import { authenticationOf, growCounter, isTrusted, lockCounter, readCounter, readFraudWindow } from './store.ts'

/**
 * A payment as the question of authentication sees it. `payer` is the merchant's own reference, null when nobody told who pays;
 * `instrument` the wallet it goes by, null before it is chosen.
 */
export type Asked = {
  payment: string
  payer: string | null
  merchant: string
  amount: Money
  wanted: boolean
  instrument: string | null
}

const fraudDays = 90

/** What will be asked of the payer, without using any exemption up: for a page that shows what comes. */
export async function foreseen(w: World, asked: Asked): Promise<Requirement> {
  const made = await authenticationOf(w, asked.payment)
  if (made !== null && isEnough(made, asked.amount)) return authenticated
  const payer = await readPayerOf(w, asked.payer)
  const counter = payer === null ? null : await readCounter(w, payer, asked.amount.currency)
  return await decided(w, { ...asked, payer }, counter)
}

/**
 * Decides whether a payment may go on: it has its authentication, or an exemption, which is counted here under the lock of the
 * payer's counter, so that parallel payments never pass a sum together. Call it in the transaction that lets the payment go on.
 */
export async function requireAuthentication(i: Inside, asked: Asked): Promise<Requirement> {
  const made = await authenticationOf(i, asked.payment)
  if (made !== null && isEnough(made, asked.amount)) return authenticated
  const { amount, instrument } = asked
  const { currency, minor } = amount
  const payer = await payerOf(i, asked.payer)
  const counter = payer === null ? null : await lockCounter(i, payer, currency)
  const requirement = await decided(i, { ...asked, payer }, counter)
  if (requirement.exemption === null || payer === null) return requirement
  await growCounter(i, { payer, currency, minor, instrument })
  const facts = { exemption: requirement.exemption, rule: requirement.rule }
  record(i, { act: 'sca.exempt', object: asked.payment, facts })
  return requirement
}

// Under PSD2 it takes two kinds of factors; our own rule and a merchant's wish are met by a code to the payer's phone as well.
const isEnough = ({ proof }: Authentication, { currency }: Money): boolean =>
  proof === 'two-factor' || currency !== psd2.currency

const authenticated: Requirement = {
  required: false,
  exemption: null,
  rule: 'authenticated',
  because: { zh: '付款人已验证', en: 'confirmed already' },
}

// The counter is the payer's over all wallets: RTS art. 16 counts what was "initiated by the payer", and we ask before a wallet
// is chosen. `payer` is here whom the counters stand for.
async function decided(w: World | Inside, asked: Asked, counter: Counter | null): Promise<Requirement> {
  const { payer, merchant, amount, wanted } = asked
  const trusted = payer !== null && (await isTrusted(w, payer, merchant))
  const fraud = await readFraudWindow(w, amount.currency, w.now() - fraudDays * dayMs)
  return requirementOf({ place: 'remote', amount, wanted, counter, isTrusted: trusted, fraud, payee: merchant })
}

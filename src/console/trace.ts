import { statedAt } from '../agreements/clauseWords.ts'
import { termsOfRoot } from '../agreements/inForce.ts'
import { termOf } from '../agreements/scope.ts'
import { agreementName } from '../agreements/summary.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { attemptsOf, refundsOf } from '../payments/find.ts'
import type { Payment } from '../payments/payment.ts'
import { toPaymentView } from '../payments/view.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type NamesOf, namesIn } from './names.ts'
import { decisionsOf } from './traceDecisions.ts'
import { entriesOfPayment } from './traceEntries.ts'
import type { Trace } from './traceJson.ts'
import { billRowsOfPayment, linesOfPayment } from './traceMoney.ts'
import { stepsOf } from './traceSteps.ts'

/**
 * One payment from the clause to the row of the wallet's file: payment → version → clauses → entries → settlement lines → rows of
 * the wallet's file, and all that happened to it in order. A merchant sees its own side only: not what the wallet takes of us.
 */
export async function traceOf(w: World, payment: Payment, who: Who): Promise<Trace> {
  const names = namesIn(w)
  const refunds = await refundsOf(w, payment.id)
  const attempts = await attemptsOf(w, payment.id)
  const terms = payment.versionDigest && (await termsOfRoot(w, payment.versionDigest))
  const entries = await entriesOfPayment(w, payment, refunds, names)
  const lines = terms ? await linesOfPayment(w, payment, refunds, { terms, entries, names }) : []
  const orders = attempts.map(({ orderNo }) => orderNo)
  const rows = await billRowsOfPayment(w, payment, orders, lines)
  const decisions = terms ? await decisionsOf(w, payment, terms, attempts[0]?.createdAt ?? payment.createdAt) : []
  const steps = await stepsOf(w, payment, { refunds, entries, decisions, names })
  const whole: Trace = {
    payment: await toPaymentView(w, payment, who),
    agreement: terms ? await agreementOf(payment, terms, names) : null,
    clauses: [],
    entries,
    meters: (payment.priced?.meters ?? []).map(({ rule, volume, count }) => ({
      rule,
      volume: volume.toString(),
      count: count.toString(),
    })),
    settlementLines: lines,
    billRows: rows,
    steps,
    decisions,
  }
  const seen = who.orgKind === 'merchant' ? asMerchant(whole, payment.merchant) : whole
  return terms ? { ...seen, clauses: statedAt(terms, pathsOf(seen)) } : seen
}

async function agreementOf(payment: Payment, terms: Terms, names: NamesOf): Promise<Trace['agreement']> {
  return {
    agreement: terms.agreement,
    version: terms.version,
    digest: present(payment.versionDigest, 'terms are found by the digest of the payment'),
    partner: await names.owner(present(payment.partner, 'a bound payment has its partner')),
    name: agreementName(terms),
    effective: termOf(terms).from,
  }
}

const pathsOf = ({ entries, settlementLines, billRows }: Trace): string[] =>
  [...entries, ...settlementLines, ...billRows].flatMap(({ path }) => (path === null ? [] : [path]))

// What the wallet takes of us and what we share with it is between the two who signed.
function asMerchant(trace: Trace, merchant: string): Trace {
  const entries = trace.entries.filter(
    ({ debit, credit }) => debit.owner.id === merchant || credit.owner.id === merchant,
  )
  const kept = new Set(entries.map(({ id }) => id))
  const settlementLines = trace.settlementLines
    .filter(({ payer, payee }) => payer.id === merchant || payee.id === merchant)
    .map((line) => ({ ...line, entries: line.entries.filter((id) => kept.has(id)) }))
  const steps = trace.steps.filter(({ kind }) => kind !== 'posting').map((step) => ({ ...step, evidence: null }))
  return { ...trace, entries, meters: [], settlementLines, billRows: [], steps }
}

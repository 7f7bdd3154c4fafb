import { refundable } from '../agreements/refundable.ts'
import { add, type Money, minus, money, zero } from '../base/money.ts'
import { approvalNeeded } from '../identity/approvalFor.ts'
import { approvalNeedJson, toNeed } from '../identity/approvalView.ts'
import { bothTexts, moneyJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { paymentFaults } from './errors.ts'
import { type Payment, refundableMinor } from './payment.ts'
import { refundMeasure } from './refundMeasure.ts'
import { refundLines, termsOfPayment } from './refundPlan.ts'
import { named, namesOf } from './view.ts'

const kinds = z.enum(['payment', 'refund', 'merchant-fee', 'wallet-fee', 'revenue-share'])

/** Who gives back what when a part is refunded. */
export const previewJson = z
  .strictObject({
    amount: moneyJson,
    refundable: moneyJson,
    lines: z.array(
      z.strictObject({
        kind: kinds,
        payer: named,
        payee: named,
        amount: moneyJson,
        returns: z.boolean(),
        path: z.string(),
        how: z.string(),
        sentence: bothTexts,
      }),
    ),
    effects: z.array(z.strictObject({ party: named, amount: moneyJson })),
    needs: approvalNeedJson.nullable().meta({ description: 'The clause by which this refund would need other people' }),
    measured: z
      .strictObject({ amount: moneyJson, why: bothTexts })
      .nullable()
      .meta({ description: 'What the policy compares when refunds nobody checked are added to the amount' }),
    refuses: z.array(z.strictObject({ code: z.string(), text: bothTexts, path: z.string().nullable() })),
  })
  .meta({ id: 'RefundPreview' })

type Preview = z.output<typeof previewJson>

/** What a refund of `minor` (all that is left when null) would do, by the version the payment carries. Changes nothing. */
export async function previewOf(w: World, payment: Payment, minor: bigint | null, who: Who): Promise<Preview> {
  if (payment.priced === null) throw paymentFaults.cannotRefund({ state: payment.state })
  const { currency } = payment.amount
  const most = money(currency, refundableMinor(payment))
  const amount = money(currency, minor === null ? most.minor : minor)
  const terms = await termsOfPayment(w, payment)
  const before = add(payment.refunded, payment.refunding)
  const isPossible = amount.minor > 0n && amount.minor <= most.minor
  const returned = isPossible ? refundLines(terms, payment, amount, before) : []
  const parties = await partiesOf(w, payment)
  const lines = payment.priced.lines.map((line): Preview['lines'][number] => {
    const back = returned.find(({ path }) => path === line.path)
    const sentence = back
      ? { zh: '该项费用按退款比例退回', en: 'This fee comes back in proportion to the refund' }
      : { zh: '协议约定该项费用不退', en: 'The agreement keeps this fee' }
    const given = back ?? { ...line, payer: line.payee, payee: line.payer, amount: zero(currency) }
    return {
      kind: line.kind,
      payer: parties[given.payer],
      payee: parties[given.payee],
      amount: given.amount,
      returns: back !== undefined,
      path: line.path,
      how: given.how,
      sentence,
    }
  })
  const verdict = isPossible
    ? refundable(terms, {
        capturedAt: payment.capturedAt ?? payment.createdAt,
        at: w.now(),
        captured: payment.amount,
        refundedBefore: before,
        refund: amount,
      })
    : null
  const measured = await refundMeasure(w, who, payment, amount)
  const needs = await toNeed(w, await approvalNeeded(w, who, 'payments.refund', measured?.amount ?? amount))
  const refuses: Preview['refuses'] = []
  if (!isPossible)
    refuses.push({
      code: paymentFaults.overRefund.code,
      text: { zh: '超出可退金额', en: 'more than can still be refunded' },
      path: null,
    })
  if (verdict && !verdict.allowed)
    refuses.push({
      code: paymentFaults.refundRefused.code,
      text: { zh: verdict.zh, en: verdict.en },
      path: verdict.path,
    })
  return { amount, refundable: most, lines, effects: effectsOf(parties, amount, returned), needs, measured, refuses }
}

type PartyName = 'institution' | 'wallet' | 'merchant'
type Parties = Record<PartyName, { id: string; name: { zh: string; en: string } }>

async function partiesOf(w: World, payment: Payment): Promise<Parties> {
  const names = namesOf(w)
  const partner = payment.partner ?? ''
  const terms = await termsOfPayment(w, payment)
  return {
    institution: { id: 'institution', name: terms.clauses.parties.institution.name },
    wallet: { id: partner, name: await names('partner', partner) },
    merchant: { id: payment.merchant, name: await names('merchant', payment.merchant) },
  }
}

// The merchant gives the amount back; each returned line moves from its payer to its payee.
function effectsOf(parties: Parties, amount: Money, lines: ReturnType<typeof refundLines>): Preview['effects'] {
  const none = zero(amount.currency)
  const change: Record<PartyName, Money> = { merchant: minus(none, amount), institution: none, wallet: none }
  for (const line of lines) {
    change[line.payer] = minus(change[line.payer], line.amount)
    change[line.payee] = add(change[line.payee], line.amount)
  }
  return (['merchant', 'institution', 'wallet'] as const).map((party) => ({
    party: parties[party],
    amount: change[party],
  }))
}

import { present } from '../base/assert.ts'
import { isCurrency, toDecimal } from '../base/currency.ts'
import { type Id, isId } from '../base/id.ts'
import { type Money, money } from '../base/money.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { approvalById } from '../identity/find.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { merchantById } from '../merchants/find.ts'
import { partnerById } from '../partners/find.ts'
import { command } from '../world/command.ts'
import { toMoneyJson } from '../world/money-json.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { askRefund } from './askRefund.ts'
import type { Payment } from './payment.ts'
import { openRefund, refund, refundableNow } from './refund.ts'
import { refundMeasure } from './refundMeasure.ts'
import { lockPayment } from './store.ts'
import { oneRefundAtATime } from './storeRefund.ts'

type Wish = { amount: Money; reason: string; actor: string }

/**
 * Refunds at once, or asks a second person first when the approval policy says so; then nothing moves and nothing is held until that
 * person has decided. What a person refunded unchecked before counts (`refundMeasure`), and is read in the transaction that writes
 * the refund down, so parts asked for at the same moment count as well. What could not be refunded now is not asked for. Faults as
 * `refund`.
 */
export async function refundOrAsk(
  w: World,
  id: Id<'pay'>,
  wish: Wish,
  who: Who,
  key: string | null,
): Promise<{ refund: Id<'ref'> } | { approval: Approval }> {
  const { amount, reason, actor } = wish
  if (who.kind !== 'user') return { refund: await refund(w, id, wish, actor, key) }
  const input = { payment: id, currency: amount.currency, minor: amount.minor.toString(), reason }
  const became = await command(w, 'payments.ask_refund', key, input, async (i) => {
    await oneRefundAtATime(i, who.id)
    const payment = await lockPayment(i, id)
    await refundableNow(i, payment, amount)
    const measured = await refundMeasure(i, who, payment, amount)
    const approval = await approvalFor(i, who, { ...(await askFor(i, payment, wish)), measured })
    const made = approval?.id ?? (await openRefund(i, id, wish, actor, { person: who.id, approval: null }))
    record(i, { act: 'payments.ask_refund', object: id, facts: { became: made, amount: toMoneyJson(amount) } })
    return made
  })
  if (!isId('ref', became)) return { approval: present(await approvalById(w, became), 'what was asked for is stored') }
  await askRefund(w, became)
  return { refund: became }
}

/** Carries out a refund that others approved: the verb with the maker's own input, once. */
export const approvedRefund = whenApproved('payments.refund', async (w, approval, key) => {
  const { payment, reason, actor } = approval.input as { payment: string; reason: string; actor: string }
  const amount = present(approval.amount, 'a refund has its amount')
  if (!isId('pay', payment) || !isCurrency(amount.currency)) throw new TypeError('an approved refund names its payment')
  const by = { person: approval.maker.id, approval: approval.id }
  return await refund(w, payment, { amount: money(amount.currency, amount.minor), reason }, actor, key, by)
})

// The payer is named by the wallet that knows them: the refund goes back the way the money came, to nobody else.
async function askFor(w: World, payment: Payment, { amount, reason, actor }: Wish) {
  const merchant = present(await merchantById(w, payment.merchant), 'a payment has its merchant').name
  const wallet = (payment.partner && (await partnerById(w, payment.partner))?.name) || { zh: '钱包', en: 'the wallet' }
  const sum = `${amount.currency} ${toDecimal(amount.currency, amount.minor)}`
  return {
    act: 'payments.refund' as const,
    object: payment.id,
    amount,
    payee: { zh: `原付款人（${wallet.zh}）`, en: `The original payer (${wallet.en})` },
    input: { payment: payment.id, currency: amount.currency, minor: String(amount.minor), reason, actor },
    summary: {
      zh: `退还 ${sum}：${merchant.zh}「${payment.subject}」，订单 ${payment.orderNo}`,
      en: `Refund ${sum}: ${merchant.en}, “${payment.subject}”, order ${payment.orderNo}`,
    },
    reason,
  }
}

import { written } from '../agreements/arithmetic.ts'
import type { PricedLine } from '../agreements/price.ts'
import { type BookedTransfer, postingsOf } from '../ledger/statement.ts'
import type { Payment, Refund } from '../payments/payment.ts'
import type { World } from '../world/world.ts'
import { isMoney, toAccountRef } from './accountRef.ts'
import type { NamesOf, Text } from './names.ts'
import type { TraceEntry } from './traceJson.ts'

/** What a payment and its refunds put in the books, in the order of booking. Meters of fees and limits are left out: they count, they are not money. */
export async function entriesOfPayment(
  w: World,
  payment: Payment,
  refunds: readonly Refund[],
  names: NamesOf,
): Promise<TraceEntry[]> {
  const priced = new Map<string, readonly PricedLine[]>(refunds.map(({ id, priced: lines }) => [id, lines ?? []]))
  priced.set(payment.id, payment.priced?.lines ?? [])
  const entries: TraceEntry[] = []
  for (const [object, lines] of [...priced].sort(([a], [b]) => Number(a !== payment.id) - Number(b !== payment.id))) {
    const booked = (await postingsOf(w, object)).filter(({ debit }) => isMoney(debit.key))
    for (const transfer of booked) entries.push(await entryOf(transfer, object, lines, payment, names))
  }
  return entries
}

async function entryOf(
  transfer: BookedTransfer,
  object: string,
  lines: readonly PricedLine[],
  payment: Payment,
  names: NamesOf,
): Promise<TraceEntry> {
  const { posting, position, at, debit, credit, amount, kind, why, path } = transfer
  const line = lines.find((one) => one.path === path && one.kind === why)
  const parties = {
    merchant: (await names.owner(payment.merchant)).name,
    wallet: (await names.owner(payment.partner ?? '')).name,
  }
  return {
    object,
    id: `${posting}:${position}`,
    posting,
    at,
    amount,
    why,
    path,
    debit: await toAccountRef(names, debit.key, debit.id),
    credit: await toAccountRef(names, credit.key, credit.id),
    kind: kind === 'expire' ? 'void' : kind,
    how: line?.how ?? null,
    sentence: sentenceOf(transfer, parties),
  } // prettier: one entry
}

type Parties = { merchant: Text; wallet: Text }

function sentenceOf({ why, amount, debit }: BookedTransfer, { merchant, wallet }: Parties): Text {
  const sum = written(amount)
  const say = (zh: string, en: string): Text => ({ zh, en })
  switch (`${why} ${debit.key.kind}`) {
    case 'capture wallet-receivable':
      return say(
        `${wallet.zh}已向付款人收取 ${sum}，应付我方；${merchant.zh}的待结算款同额增加`,
        `${wallet.en} collected ${sum} from the payer and owes it to us; ${merchant.en} is owed the same`,
      )
    case 'refund merchant-pending':
      return say(
        `退还付款人 ${sum}：从${merchant.zh}的待结算款中支出，${wallet.zh}应付我方同额减少`,
        `${sum} goes back to the payer: from what ${merchant.en} is owed, and ${wallet.en} owes us less by the same`,
      )
    case 'merchant-fee merchant-pending':
      return say(`${merchant.zh}支付手续费 ${sum}`, `${merchant.en} pays a fee of ${sum}`)
    case 'merchant-fee fee-income':
      return say(
        `手续费 ${sum} 随退款退还${merchant.zh}`,
        `the fee of ${sum} returns to ${merchant.en} with the refund`,
      )
    case 'wallet-fee scheme-cost':
      return say(
        `${wallet.zh}从应付我方的款项中扣下通道费 ${sum}`,
        `${wallet.en} keeps its fee of ${sum} from what it owes us`,
      )
    case 'wallet-fee wallet-receivable':
      return say(`${wallet.zh}随退款退还通道费 ${sum}`, `${wallet.en} gives back its fee of ${sum} with the refund`)
    case 'revenue-share revenue-share-expense':
      return say(`收入分成 ${sum} 应付${wallet.zh}`, `a revenue share of ${sum} is owed to ${wallet.en}`)
    case 'revenue-share wallet-payable':
      return say(
        `随退款从${wallet.zh}追回收入分成 ${sum}`,
        `the revenue share of ${sum} is clawed back from ${wallet.en}`,
      )
    case 'refund-hold merchant-pending':
      return say(
        `等待钱包答复退款期间，冻结${merchant.zh}的 ${sum}`,
        `${sum} of ${merchant.en} is held while the wallet is asked for the refund`,
      )
    case 'refund-released merchant-pending':
      return say(
        `钱包已答复，解除对${merchant.zh}的冻结 ${sum}`,
        `the wallet has answered; the hold of ${sum} on ${merchant.en} is released`,
      )
    case 'late-success wallet-receivable':
      return say(
        `支付结束后才收到成功：${sum} 挂账，等待退还付款人`,
        `a success after the end: ${sum} is kept apart until it has gone back to the payer`,
      )
    case 'late-success-returned dispute-suspense':
      return say(
        `迟到的成功已退还付款人 ${sum}，挂账销清`,
        `the late success of ${sum} has gone back to the payer; nothing is kept apart`,
      )
    default:
      return say(`${why}：${sum}`, `${why}: ${sum}`)
  }
}

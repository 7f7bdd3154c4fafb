import { written } from '../agreements/arithmetic.ts'
import { type Limit, limitsOf } from '../agreements/limits.ts'
import { allows } from '../agreements/scope.ts'
import type { Terms } from '../agreements/terms.ts'
import { merchantById } from '../merchants/find.ts'
import type { Payment } from '../payments/payment.ts'
import type { World } from '../world/world.ts'
import type { Decision } from './traceJson.ts'

/** What the agreement was asked before money moved, computed again from the version the payment carries. */
export async function decisionsOf(w: World, payment: Payment, terms: Terms, at: number): Promise<Decision[]> {
  const { product, strength, amount } = payment
  const region = (await merchantById(w, payment.merchant))?.region
  const verdict = allows(terms, { product, currency: amount.currency, ...(region === undefined ? {} : { region }) })
  const scope: Decision = verdict.allowed
    ? {
        code: 'scope',
        passed: true,
        path: '/clauses/scope',
        at,
        text: {
          zh: `协议包含产品 ${product}、币种 ${amount.currency}、地区 ${region ?? '-'}`,
          en: `the agreement covers product ${product}, currency ${amount.currency} and region ${region ?? '-'}`,
        },
      }
    : { code: 'scope', passed: false, path: verdict.path, at, text: { zh: verdict.zh, en: verdict.en } }
  const limits = limitsOf(terms, { product, strength, currency: amount.currency })
  return [scope, ...limits.map((limit) => limitDecision(payment, limit, at))]
}

const windows = { payment: ['单笔', 'payment'], day: ['每日', 'day'], month: ['每月', 'month'] } as const

function limitDecision({ amount, payer }: Payment, { window, max, path }: Limit, at: number): Decision {
  const [zh, en] = windows[window]
  const code = `limit.${window}`
  const most = written(max)
  if (window === 'payment') {
    const passed = amount.minor <= max.minor
    return {
      code,
      passed,
      path,
      at,
      text: {
        zh: `单笔限额 ${most}，本笔 ${written(amount)}`,
        en: `at most ${most} a payment; this one is ${written(amount)}`,
      },
    }
  }
  // Windows were decided on the payer's locked meter when the payment was opened: had it passed the limit, there were no payment.
  const text =
    payer === null
      ? {
          zh: `${zh}限额 ${most}：商户未提供付款人标识，无法累计`,
          en: `at most ${most} a ${en}: the merchant named no payer, so nothing could be added up`,
        }
      : {
          zh: `${zh}限额 ${most}：已按付款人累计核对`,
          en: `at most ${most} a ${en}: held against what this payer had used`,
        }
  return { code, passed: true, path, at, text }
}

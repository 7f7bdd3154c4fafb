import { written } from '../agreements/arithmetic.ts'
import { type Limit, limitsOf } from '../agreements/limits.ts'
import { allows } from '../agreements/scope.ts'
import type { Terms } from '../agreements/terms.ts'
import { merchantById } from '../merchants/find.ts'
import type { Payment } from '../payments/payment.ts'
import type { Authentication } from '../sca/authentication.ts'
import { exemptions } from '../sca/exemptionRules.ts'
import { authenticationOf, isForeign } from '../sca/find.ts'
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
  return [
    scope,
    authenticationDecision(payment, await authenticationOf(w, payment.id), await isForeign(w, payment.id), at),
    ...limits.map((limit) => limitDecision(payment, limit, at)),
  ]
}

// How surely the payer was recognised, and what that hung on: limits and the split of risk depend on it.
function authenticationDecision(
  { level, strength, exemption }: Payment,
  made: Authentication | null,
  byOther: boolean,
  at: number,
): Decision {
  const factors = {
    none: ['未验证', 'no factor'],
    'one-factor': ['单因素', 'one factor'],
    'two-factor': ['双因素', 'two factors'],
  }
  const [zhFactors, enFactors] = factors[strength] as [string, string]
  const how = made
    ? made.method === 'passkey'
      ? { zh: '付款人用通行密钥确认了金额和收款方', en: 'the payer confirmed amount and payee with a passkey' }
      : { zh: '付款人用短信验证码确认了金额和收款方', en: 'the payer confirmed amount and payee by text message' }
    : exemption
      ? exemptWords(exemption)
      : { zh: '由钱包验证', en: 'verified by the wallet' }
  const bound = made ? ` (${made.linked.slice(0, 12)}…)` : ''
  const other = byOther
    ? {
        zh: '；确认人不是此前证明过该付款人标识的消费者，未重置也未使用其计数',
        en: '; not the consumer who proved this payer reference before: her counters were neither reset nor used',
      }
    : { zh: '', en: '' }
  return {
    code: 'authentication',
    passed: true,
    path: '/clauses/limits',
    at: made?.at ?? at,
    text: {
      zh: `验证级别 ${level}（${zhFactors}）：${how.zh}${bound}${other.zh}`,
      en: `level ${level} (${enFactors}): ${how.en}${bound}${other.en}`,
    },
  }
}

function exemptWords(exemption: string): { zh: string; en: string } {
  const rule = exemptions.find((one) => one.exemption === exemption)
  const named = rule
    ? { zh: `${rule.rule} ${rule.zh}`, en: `${rule.rule}, ${rule.en}` }
    : { zh: exemption, en: exemption }
  return { zh: `豁免强验证：${named.zh}`, en: `exempt from strong authentication: ${named.en}` }
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

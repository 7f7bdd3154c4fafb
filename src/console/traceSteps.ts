import { written } from '../agreements/arithmetic.ts'
import { unreachable } from '../base/assert.ts'
import { becauseText, entryText } from '../payments/because.ts'
import { type Call, callsOf, type HistoryStep, noticesOf, stepsOfPayment } from '../payments/find.ts'
import type { Payment, PaymentState, Refund } from '../payments/payment.ts'
import type { World } from '../world/world.ts'
import type { NamesOf, Text } from './names.ts'
import type { Decision, TraceEntry, TraceStep } from './traceJson.ts'

/** All that happened to a payment, in order: requests, decisions, calls with their evidence, notices, states, postings, people. */
export async function stepsOf(
  w: World,
  payment: Payment,
  {
    refunds,
    entries,
    decisions,
    names,
  }: { refunds: readonly Refund[]; entries: readonly TraceEntry[]; decisions: readonly Decision[]; names: NamesOf },
): Promise<TraceStep[]> {
  const history = await stepsOfPayment(w, payment.id)
  const states = await Promise.all(history.map((step, place) => stateStep(step, place, payment, names)))
  const calls = (await callsOf(w, payment.id)).map(callStep)
  const notices = (await noticesOf(w, payment.id)).map(noticeStep)
  const people = await Promise.all(refunds.map((refund) => refundStep(refund, names)))
  const all = [...states, ...decisionSteps(decisions), ...calls, ...notices, ...people, ...postingSteps(entries)]
  return all.sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind))
}

// Things of one moment happen in this order.
const order: TraceStep['kind'][] = ['request', 'decision', 'person', 'wallet', 'notice', 'posting', 'state']

const plain = { latencyMs: null, httpStatus: null, evidence: null }

async function stateStep(
  { from, to, because, actor, at }: HistoryStep,
  place: number,
  { subject }: Payment,
  names: NamesOf,
): Promise<TraceStep> {
  const by = await names.actor(actor)
  if (from === null) {
    return {
      ...plain,
      id: `state:${place}`,
      at,
      kind: 'request',
      title: { zh: '商户发起支付', en: 'The merchant starts the payment' },
      outcome: 'ok',
      detail: { zh: subject, en: subject },
      by,
    }
  }
  const { title, outcome } = stateWords[to]
  return { ...plain, id: `state:${place}`, at, kind: 'state', title, outcome, detail: becauseText(because), by }
}

const stateWords: Record<PaymentState, { title: Text; outcome: TraceStep['outcome'] }> = {
  created: { title: { zh: '已创建', en: 'Created' }, outcome: 'ok' },
  needs_action: { title: { zh: '等待付款人扫码', en: 'Waiting for the payer to scan' }, outcome: 'waiting' },
  processing: { title: { zh: '付款人确认中', en: 'The payer is confirming' }, outcome: 'waiting' },
  captured: { title: { zh: '已收款', en: 'Captured' }, outcome: 'ok' },
  partly_refunded: { title: { zh: '部分退款', en: 'Partly refunded' }, outcome: 'ok' },
  refunded: { title: { zh: '已全额退款', en: 'Refunded' }, outcome: 'ok' },
  declined: { title: { zh: '钱包拒绝', en: 'Declined' }, outcome: 'declined' },
  cancelled: { title: { zh: '已撤销', en: 'Cancelled' }, outcome: 'declined' },
  expired: { title: { zh: '已过期', en: 'Expired' }, outcome: 'declined' },
  unknown: { title: { zh: '结果未知', en: 'Outcome unknown' }, outcome: 'unknown' },
}

function decisionSteps(decisions: readonly Decision[]): TraceStep[] {
  const [first] = decisions
  if (!first) return []
  const passed = decisions.every((one) => one.passed)
  const detail = {
    zh: decisions.map(({ text }) => text.zh).join('；'),
    en: decisions.map(({ text }) => text.en).join('; '),
  }
  return [
    {
      ...plain,
      id: 'decision',
      at: first.at,
      kind: 'decision',
      title: { zh: '核对协议范围与限额', en: 'Scope and limits of the agreement' },
      outcome: passed ? 'ok' : 'refused',
      detail,
      by: null,
    },
  ]
}

function callStep({ id, operation, outcome, code, request, response, httpStatus, latencyMs, at }: Call): TraceStep {
  const detail = code === null ? null : { zh: code, en: code }
  return {
    id,
    at,
    kind: 'wallet',
    title: operationWords(operation),
    outcome: callOutcome(outcome),
    detail,
    by: null,
    latencyMs,
    httpStatus,
    evidence: { request, response },
  }
}

// A call keeps the wallet's own name of it; its last word says what was asked.
const operations: readonly [RegExp, Text][] = [
  [/refund\.query$/, { zh: '向钱包查询退款', en: 'Ask the wallet about the refund' }],
  [/precreate$/, { zh: '向钱包申请收款码', en: 'Ask the wallet for a code' }],
  [/pay$/, { zh: '以付款码向钱包扣款', en: 'Charge the shown code' }],
  [/query$/, { zh: '向钱包查询支付', en: 'Ask the wallet about the payment' }],
  [/cancel$/, { zh: '请钱包撤销', en: 'Ask the wallet to cancel' }],
  [/close$/, { zh: '请钱包关闭订单', en: 'Ask the wallet to close the order' }],
  [/refund$/, { zh: '请钱包退款', en: 'Ask the wallet to refund' }],
]

const operationWords = (operation: string): Text =>
  operations.find(([form]) => form.test(operation))?.[1] ?? { zh: operation, en: operation }

function callOutcome(outcome: string): TraceStep['outcome'] {
  if (outcome === 'unknown' || outcome === 'declined') return outcome
  return outcome === 'waiting' || outcome === 'not_found' ? 'waiting' : 'ok'
}

function noticeStep({ id, verdict, detail, text, at }: Awaited<ReturnType<typeof noticesOf>>[number]): TraceStep {
  const isTaken = verdict === 'applied' || verdict === 'older'
  const title = isTaken
    ? { zh: '收到钱包通知', en: 'A notice of the wallet' }
    : { zh: '通知未采信', en: 'A notice that was not applied' }
  return {
    ...plain,
    id,
    at,
    kind: 'notice',
    title,
    outcome: isTaken ? 'ok' : 'refused',
    by: null,
    detail: becauseText(detail || verdict),
    evidence: { request: text, response: null },
  } // prettier: one step
}

async function refundStep(
  { id, amount, reason, actor, createdAt: at, state, late, because }: Refund,
  names: NamesOf,
): Promise<TraceStep> {
  const sum = written(amount)
  const why = because === null ? null : becauseText(because)
  const said = late ? becauseText(reason) : { zh: reason, en: reason }
  const title = late
    ? { zh: '自动退还迟到的收款', en: 'A late success is given back' }
    : { zh: '申请退款', en: 'A refund is asked for' }
  return {
    ...plain,
    id,
    at,
    kind: 'person',
    title,
    outcome: refundOutcome(state),
    detail: {
      zh: [said.zh, why?.zh, sum].filter(Boolean).join(' · '),
      en: [said.en, why?.en, sum].filter(Boolean).join(' · '),
    },
    by: await names.actor(actor),
  }
}

function refundOutcome(state: Refund['state']): TraceStep['outcome'] {
  switch (state) {
    case 'asked':
      return 'waiting'
    case 'refunded':
      return 'ok'
    case 'declined':
    case 'unknown':
      return state
    default:
      return unreachable(state)
  }
}

function postingSteps(entries: readonly TraceEntry[]): TraceStep[] {
  return [...Map.groupBy(entries, ({ posting }) => posting)].map(([posting, of]) => {
    const kinds = [...new Set(of.map(({ why }) => why))].map(entryText)
    const title = {
      zh: `记账：${of.length} 笔分录`,
      en: `Booked: ${of.length} ${of.length === 1 ? 'entry' : 'entries'}`,
    }
    return {
      ...plain,
      id: posting,
      at: of[0]?.at ?? 0,
      kind: 'posting',
      title,
      outcome: 'ok',
      detail: { zh: kinds.map(({ zh }) => zh).join('、'), en: kinds.map(({ en }) => en).join(', ') },
      by: null,
    }
  })
}

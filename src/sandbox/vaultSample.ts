import { present } from '../base/assert.ts'
import { isLuhn } from '../base/card.ts'
import { dayMs, hourMs, minuteMs } from '../base/time.ts'
import { peopleAll } from '../identity/find.ts'
import { addMethod } from '../vault/addMethod.ts'
import { expireMethods } from '../vault/expireMethods.ts'
import { cardMonth, type MethodKind, type VerificationWay } from '../vault/method.ts'
import { reveal } from '../vault/reveal.ts'
import { askRotation, rotateStep } from '../vault/rotate.ts'
import { tokenise } from '../vault/tokenise.ts'
import { answerChallenge, beginVerification } from '../vault/verifyMethod.ts'
import type { Actor } from '../world/actor.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { sampleConsumers } from './consumers.ts'
import { saveDone, stepDoneAt } from './store.ts'

type Saved = [kind: MethodKind, number: string, issuer: string, months: number | null, way: VerificationWay | null]

// What each of the dozen saved, in the order of the consumers. A month count is how long the card is still good; 0 is its last month.
const saved: readonly Saved[][] = [
  [
    ['debit_card', card('622202100111', 19), '工商银行', null, 'provider'],
    ['credit_card', card('622588137', 16), '招商银行', 28, 'provider'],
  ],
  [['wallet', '13800138012', '支付宝', null, 'code']],
  [
    ['credit_card', card('411177', 16), '', 17, 'provider'],
    ['bank_account', '33050161827000006681', '建设银行', null, null],
  ],
  [['debit_card', card('621700726', 19), '建设银行', null, 'small_amount']],
  [
    ['credit_card', card('625912204', 16), '中国银行', -1, 'provider'],
    ['debit_card', card('621661280', 19), '中国银行', null, 'provider'],
  ],
  [['wallet', 'yunshu.zheng@example.cn', '支付宝', null, 'code']],
  [['credit_card', card('552245', 16), '', 31, null]],
  [
    ['debit_card', card('622848040', 19), '农业银行', null, 'provider'],
    ['credit_card', card('356827', 16), '', 9, 'provider'],
  ],
  [['bank_account', '571908334410502', '招商银行', null, 'small_amount']],
  [['credit_card', card('621483112', 16), '招商银行', 44, 'provider']],
  [['wallet', 'gao.shuyao@example.cn', '微信支付', null, 'code']],
  [['debit_card', card('621799330', 19), '邮储银行', null, 'provider']],
]

const reasons: readonly [place: number, role: string, reason: string, daysAgo: number][] = [
  [0, 'risk', '回拨核实可疑退款申请，工单 R-118', 5],
  [2, 'compliance', '监管问询核对持卡人账户，函号浙银发 2026 第 311 号', 3],
  [0, 'compliance', '核对争议案件 D-2207 的卡号与发卡行回函', 1],
]

/** The demo world's dozen holders: what they saved, what was verified, and who looked at what. Made once, also for older installations. */
export async function fillVault(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'vault')) !== null) return
  for (const [place, consumer] of sampleConsumers.entries()) {
    const joined = w.now() - (48 - place * 3) * dayMs - place * 37 * minuteMs
    await knowConsumer({ ...w, now: () => joined }, consumer)
    for (const [at, method] of (saved[place] ?? []).entries())
      await saveMethod({ ...w, now: () => joined + (at + 1) * 2 * hourMs + 11 * minuteMs }, consumer.id, method)
  }
  await lookAround(w)
  await expireMethods(w)
  await askRotation({ ...w, now: () => w.now() - minuteMs }, 'data')
  for (let step = 0; step < 20 && (await rotateStep(w)); step++);
  await transaction(w, (i) => saveDone(i, 'vault'))
}

const tenant = 'institution'

async function knowConsumer(w: World, { id, name, phone, idNumber }: (typeof sampleConsumers)[number]): Promise<void> {
  await transaction(w, async (i) => {
    await tokenise(i, { tenant, kind: 'name', value: name, subject: id })
    await tokenise(i, { tenant, kind: 'phone', value: phone, subject: id })
    await tokenise(i, { tenant, kind: 'id-number', value: idNumber, subject: id })
  })
}

// An interrupted start begins again: what is saved already stays.
async function saveMethod(w: World, holder: string, [kind, number, issuer, months, way]: Saved): Promise<void> {
  const expires = months === null ? null : monthAfter(w, months)
  const made = await addMethod(w, { tenant, holder }, { kind, number, expires, issuer, label: '' }).catch(
    (error: { code?: string }) => {
      if (error.code === 'vault.method_twice') return null
      throw error
    },
  )
  if (!made || way === null) return
  const begun = await beginVerification(w, holder, made.id, way)
  if (begun.outcome === 'asked') await answerChallenge(w, holder, made.id, begun.sandboxAnswer ?? '')
}

// A card that is over today was still good when it was saved, weeks ago: it was in its last month then.
function monthAfter(w: World, months: number): string {
  const [year = 0, month = 0] = cardMonth(w.now()).split('-').map(Number)
  const at = year * 12 + month - 1 + Math.max(0, months)
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}

async function lookAround(w: World): Promise<void> {
  const people = await peopleAll(w)
  for (const [place, role, reason, daysAgo] of reasons) {
    const person = present(
      people.find((one) => one.role === role),
      `the demo world has a ${role}`,
    )
    const actor: Actor = { kind: 'user', id: person.id, org: person.org, request: null }
    const then: World = { ...w, actor, now: () => w.now() - daysAgo * dayMs - 3 * hourMs }
    const consumer = present(sampleConsumers[place], 'a sample consumer')
    const { token } = await transaction(then, (i) =>
      tokenise(i, { tenant, kind: 'phone', value: consumer.phone, subject: consumer.id }),
    )
    await reveal(then, { id: person.id, name: person.name.zh, org: person.org }, token, reason, {
      purpose: 'payment',
    })
  }
}

/** A card number of a length: the beginning, ones and twos, and its check digit. */
function card(start: string, length: number): string {
  const body = start.padEnd(length - 1, '2718281828459')
  return (
    body +
    present(
      Array.from('0123456789').find((last) => isLuhn(body + last)),
      'one of ten digits checks',
    )
  )
}

import { present } from '../base/assert.ts'
import { dayMs, dayOf, hourMs, minuteMs } from '../base/time.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { nameRecipient } from '../consent/editCatalogue.ts'
import { recipientById, textsInForce } from '../consent/find.ts'
import { giveConsent } from '../consent/giveConsent.ts'
import type { Recipient } from '../consent/recipient.ts'
import { refuseUse } from '../consent/refuseUse.ts'
import { withdrawConsent } from '../consent/withdrawConsent.ts'
import { enterConsumer } from '../identity/enterConsumer.ts'
import { peopleAll } from '../identity/find.ts'
import { confirmWard, refuseWard } from '../privacy/decideWard.ts'
import { answerRequest, refuseRequest, takeRequest } from '../privacy/handleRequest.ts'
import { setHold } from '../privacy/hold.ts'
import { openRequest } from '../privacy/openRequest.ts'
import { type Child, registerWard } from '../privacy/registerWard.ts'
import type { RequestKind } from '../privacy/request.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { sampleConsumers } from './consumers.ts'
import { saveDone, stepDoneAt } from './store.ts'

const both = (zh: string, en: string): { zh: string; en: string } => ({ zh, en })

const recipients: readonly Recipient[] = [
  {
    id: 'rcp_hubin_rewards',
    name: both('湖滨会员权益有限公司', 'Hubin Rewards Co.'),
    terms: {
      contact: 'privacy@hubin-rewards.example · 0571-8800-2100',
      purpose: both('为您提供会员等级与优惠', 'Member levels and offers for you'),
      method: both('每月加密文件交换', 'A sealed file once a month'),
      categories: ['monthly-spending'],
      affiliate: null,
    },
    licence: null,
    active: true,
  },
  {
    id: 'rcp_yunhui_insurance',
    name: both('云汇保险经纪（关联方）', 'Yunhui Insurance Brokers (affiliate)'),
    terms: {
      contact: 'dpo@yunhui-insurance.example',
      purpose: both('运费险报价', 'Quotes for shipping insurance'),
      method: both('接口查询，不落库', 'Asked by interface, not stored'),
      categories: ['monthly-spending', 'phone'],
      affiliate: {
        term: both('同意后一年', 'One year from consent'),
        protection: both('加密传输，专人专岗，不得转委托', 'Encrypted, named staff only, no sub-processing'),
        contract: 'YH-DS-2026-014',
      },
    },
    licence: null,
    active: true,
  },
  {
    id: 'rcp_baihe_credit',
    name: both('百和征信', 'Baihe Credit Bureau'),
    terms: {
      contact: 'service@baihe-credit.example · 400-620-0099',
      purpose: both('提供个人信用报告', 'Giving your credit report'),
      method: both('专线接口', 'A dedicated interface'),
      categories: ['identity', 'repayment'],
      affiliate: null,
    },
    licence: '个人征信业务经营许可证 R-2026-0007',
    active: true,
  },
]

type Agreed = [
  place: number,
  purpose: string,
  scopes: string[],
  recipient: string | null,
  daysAgo: number,
  withdrawnDaysAgo: number | null,
]
const agreed: readonly Agreed[] = [
  [0, 'marketing', ['orders', 'phone'], null, 40, null],
  [0, 'data_sharing', ['monthly-spending'], 'rcp_hubin_rewards', 38, null],
  [0, 'face_check', ['face', 'place'], null, 12, 4],
  [1, 'marketing', ['phone'], null, 36, 9],
  [1, 'data_sharing', ['monthly-spending'], 'rcp_yunhui_insurance', 33, null],
  [2, 'credit_assessment', ['identity', 'repayment'], 'rcp_baihe_credit', 21, null],
  [2, 'marketing', ['orders', 'phone'], null, 30, null],
  [3, 'data_sharing', ['monthly-spending'], 'rcp_hubin_rewards', 29, 2],
  [4, 'marketing', ['phone'], null, 27, null],
  [5, 'face_check', ['face'], null, 18, null],
  [6, 'credit_assessment', ['identity', 'repayment'], 'rcp_baihe_credit', 9, 1],
  [7, 'marketing', ['orders', 'phone'], null, 14, null],
  [8, 'data_sharing', ['monthly-spending', 'phone'], 'rcp_yunhui_insurance', 11, null],
  [9, 'marketing', ['phone'], null, 6, null],
]

type Wished = [
  place: number,
  kind: RequestKind,
  words: string | null,
  daysAgo: number,
  then: 'answer' | 'refuse' | 'take' | null,
  said: string,
]
const wished: readonly Wished[] = [
  [3, 'explain', '为什么我的付款方式里微信支付总排在后面？', 17, 'take', ''],
  [0, 'correct', '证件有效期已换新，请更新为 2046 年。', 14, 'take', ''],
  [5, 'delete', '不再使用，请删除我的全部信息并注销。', 11, null, ''],
  [7, 'object', '请停止用我的订单做画像。', 6, 'take', ''],
  [2, 'access', null, 2, null, ''],
  [8, 'export', '需要 2026 年的全部支付记录。', 1, null, ''],
  [1, 'access', null, 26, 'answer', '您的信息已在隐私中心列出，副本可在“我的信息”下载。'],
  [4, 'correct', '手机号换过了。', 22, 'answer', '已核验新号码并更正。'],
  [9, 'access', '我想看我朋友的支付记录。', 19, 'refuse', '只能查阅您本人的信息。如您朋友授权，请由本人提出。'],
]

/** The demo world's consents, requests at different places of their clocks, and one legal hold. Made once, also for older installations. */
export async function fillPrivacy(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'privacy')) !== null) return
  const then = (daysAgo: number, minutes = 0): World => {
    const at = w.now() - daysAgo * dayMs + minutes * minuteMs - 3 * hourMs
    return { ...w, now: () => at }
  }
  const inside = <T>(world: World, work: (i: Inside) => Promise<T>): Promise<T> => transaction(world, work)
  await inside(then(50), async (i) => {
    await openCatalogue(i)
    for (const recipient of recipients) await nameRecipient(i, recipient, recipient.terms.affiliate !== null)
  })
  for (const [place, { id, phone }] of sampleConsumers.entries())
    await inside(then(48 - place * 3), (i) => enterConsumer(i, { id, phone }))
  for (const [turn, one] of agreed.entries()) await agree(then, turn, one)
  await inside(then(7), (i) => refuseUse(i, consumer(6), 'recommendation'))
  // Their contact has changed since: whoever agreed before is asked anew.
  await inside(then(5), async (i) => {
    const insurance = present(await recipientById(i, 'rcp_yunhui_insurance'), 'the insurer is entered')
    const terms = { ...insurance.terms, method: both('接口查询，保存 30 日', 'Asked by interface, kept 30 days') }
    await nameRecipient(i, { ...insurance, terms }, true)
  })
  await handle(w, then)
  await guardians(then, (await complianceOf(w)).id)
  await transaction(w, (i) => saveDone(i, 'privacy'))
}

type Then = (daysAgo: number, minutes?: number) => World
const consumer = (place: number): string => present(sampleConsumers[place], 'a sample consumer').id

async function agree(then: Then, turn: number, one: Agreed): Promise<void> {
  const [place, purpose, scopes, recipient, daysAgo, withdrawnDaysAgo] = one
  const world = then(daysAgo, turn * 7)
  const subject = consumer(place)
  const text = present(
    (await textsInForce(world, world.now())).find((held) => held.purpose === purpose),
    'a purpose has its text',
  ).digest
  const isWritten = purpose === 'credit_assessment'
  const how = {
    place: 'privacy-centre',
    language: 'zh-CN',
    session: null,
    proof: isWritten ? 'sample-passkey' : null,
    ip: null,
  }
  const form = isWritten ? 'passkey' : 'tap'
  const given = { subject, by: subject, purpose, scopes, recipient, text, form, how } as const
  const { id } = await transaction(world, (i) => giveConsent(i, given))
  if (withdrawnDaysAgo !== null)
    await transaction(then(withdrawnDaysAgo, turn * 7), (i) => withdrawConsent(i, id, subject))
}

const complianceOf = async (w: World): Promise<{ id: string }> =>
  present(
    (await peopleAll(w)).find(({ role }) => role === 'compliance'),
    'the demo world has a compliance officer',
  )

// Ages, not birthdays: they stay children in every year this is started.
type Ward = Omit<Child, 'guardian' | 'born'> & {
  ageDays: number
  place: number
  daysAgo: number
  /** Why it was refused, where it was; null while it waits. */
  said: 'confirmed' | { refused: string } | null
}
const wards: readonly Ward[] = [
  {
    place: 3,
    name: '许知远',
    ageDays: 4_298,
    phone: '13800138031',
    relation: 'parent',
    evidence: '户口簿 110108-77213',
    daysAgo: 16,
    said: 'confirmed',
  },
  {
    place: 4,
    name: '吴一帆',
    ageDays: 3_760,
    phone: '13800138032',
    relation: 'guardian',
    evidence: '委托书（手写）',
    daysAgo: 20,
    said: { refused: '手写委托书不能证明监护关系，请提供户口簿或判决书。' },
  },
  {
    place: 0,
    name: '林小满',
    ageDays: 3_476,
    phone: '13800138033',
    relation: 'parent',
    evidence: '出生医学证明 Q330106208',
    daysAgo: 1,
    said: null,
  },
]

async function guardians(then: Then, officer: string): Promise<void> {
  for (const { place, daysAgo, said, ageDays, ...child } of wards) {
    const born = dayOf(then(daysAgo + ageDays).now(), 'Asia/Shanghai')
    const id = await transaction(then(daysAgo), (i) => registerWard(i, { ...child, born, guardian: consumer(place) }))
    const later = then(daysAgo - 1)
    if (said === 'confirmed') await transaction(later, (i) => confirmWard(i, id, officer))
    else if (said) await transaction(later, (i) => refuseWard(i, id, officer, said.refused))
  }
}

async function handle(w: World, then: Then): Promise<void> {
  const officer = (await complianceOf(w)).id
  for (const [turn, [place, kind, words, daysAgo, next, said]] of wished.entries()) {
    const { id } = await transaction(then(daysAgo, turn * 11), (i) =>
      openRequest(i, { subject: consumer(place), kind, words }),
    )
    if (next === null) continue
    await transaction(then(daysAgo - 1, turn * 5), (i) => takeRequest(i, id, officer))
    const later = then(daysAgo - 4, turn * 3)
    if (next === 'answer') await transaction(later, (i) => answerRequest(i, id, officer, said))
    if (next === 'refuse') await transaction(later, (i) => refuseRequest(i, id, officer, said))
  }
  const reason = '配合公安机关调证，案号杭公网安〔2026〕311 号'
  await transaction(then(8), (i) => setHold(i, consumer(10), reason, officer))
}

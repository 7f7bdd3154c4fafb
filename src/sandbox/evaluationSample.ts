import { present } from '../base/assert.ts'
import { dayMs, hourMs, minuteMs } from '../base/time.ts'
import { answerQuestions, declareCapabilities, reviewAnswers } from '../evaluation/answerQuestions.ts'
import { cardNow, handInSheet, openRound, reconcile, submitRound } from '../evaluation/assess.ts'
import { type CriterionId, criterionIds } from '../evaluation/criteria.ts'
import { effortOf } from '../evaluation/effort.ts'
import { answersOf, evaluationById, technicalSheetOf } from '../evaluation/find.ts'
import { type Declaration, needs } from '../evaluation/needs.ts'
import { proposalsOf } from '../evaluation/propose.ts'
import { questions } from '../evaluation/questionnaire.ts'
import { approveCard } from '../evaluation/submitOrAsk.ts'
import { setWeights } from '../evaluation/weigh.ts'
import { peopleAll } from '../identity/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import type { Partner } from '../partners/partner.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { saveDone, stepDoneAt } from './store.ts'

type Figures = Record<CriterionId, number>
type Told = {
  wallet: string
  daysAgo: number
  /** How far: answers only, one sheet in, or approved. */
  until: 'answered' | 'half-scored' | 'approved'
  figures: readonly number[]
  /** Capabilities that are a workaround, and those that are missing; the rest is there. */
  nearly: readonly string[]
  missing: readonly string[]
  /** Questions answered the worse way. */
  worse: readonly string[]
}

// In the order of the criteria: share, technology, habits, person-days, values, licence, safeguarding, aml, availability, disputes, cost, coverage.
const told: readonly Told[] = [
  {
    wallet: 'alipay',
    daysAgo: 208,
    until: 'approved',
    figures: [486_000, 960_000, 780_000, 14, 880_000, 1_000_000, 1_000_000, 960_000, 999_870, 18, 2_500, 980_000],
    nearly: ['consent-signal'],
    missing: [],
    worse: ['PRI-06'],
  },
  {
    wallet: 'wechatpay',
    daysAgo: 121,
    until: 'approved',
    figures: [391_000, 910_000, 810_000, 19, 840_000, 1_000_000, 1_000_000, 940_000, 999_820, 22, 2_800, 960_000],
    nearly: ['dispute-api', 'consent-signal', 'reversal'],
    missing: [],
    worse: ['PRI-07', 'COS-05'],
  },
  {
    wallet: 'quickpass',
    daysAgo: 64,
    until: 'approved',
    figures: [62_000, 880_000, 430_000, 27, 930_000, 1_000_000, 1_000_000, 1_000_000, 999_760, 12, 2_000, 940_000],
    nearly: ['refund-partial', 'daily-file', 'sandbox', 'idempotence'],
    missing: ['english-docs'],
    worse: ['TEC-02'],
  },
  {
    wallet: 'jdpay',
    daysAgo: 17,
    until: 'approved',
    figures: [31_000, 820_000, 380_000, 33, 810_000, 950_000, 1_000_000, 930_000, 999_400, 41, 3_100, 720_000],
    nearly: ['pay-qr-merchant', 'daily-file', 'strong-auth-flag'],
    missing: ['dispute-api', 'consent-signal'],
    worse: ['PRI-07', 'AVA-04'],
  },
  {
    wallet: 'alipayhk',
    daysAgo: 88,
    until: 'approved',
    figures: [8_000, 920_000, 610_000, 22, 860_000, 900_000, 900_000, 930_000, 999_700, 26, 4_200, 680_000],
    nearly: ['consent-signal', 'strong-auth-flag'],
    missing: [],
    worse: ['SAF-02'],
  },
  {
    wallet: 'grabpay',
    daysAgo: 240,
    until: 'approved',
    figures: [2_000, 740_000, 350_000, 46, 700_000, 800_000, 850_000, 760_000, 998_600, 96, 6_900, 420_000],
    nearly: ['inquiry', 'idempotence', 'reversal', 'daily-file'],
    missing: ['consent-signal'],
    worse: ['PRI-07', 'SEC-06', 'AML-05'],
  },
  {
    wallet: 'douyinpay',
    daysAgo: 3,
    until: 'half-scored',
    figures: [24_000, 780_000, 520_000, 37, 690_000, 900_000, 1_000_000, 880_000, 999_300, 38, 3_000, 610_000],
    nearly: ['refund-partial', 'signed-notices', 'daily-file'],
    missing: ['strong-auth-flag'],
    worse: ['PRI-07', 'TEC-02'],
  },
]
const weights = [140_000, 90_000, 120_000, 80_000, 110_000, 100_000, 110_000, 90_000, 60_000, 40_000, 40_000, 20_000]

const asFigures = (list: readonly number[]): Figures =>
  Object.fromEntries(criterionIds.map((id, at) => [id, list[at] ?? 0])) as Figures

const evidence: Record<CriterionId, string> = {
  'market-share': '艾瑞移动支付季报，2026Q2，表 3',
  technology: '接口文档评审记录，会议纪要 6 月 12 日',
  habits: '门店问卷 1 200 份与沙箱回访',
  compatibility: '技术能力表与联调估算',
  values: '隐私影响评估与问卷 PRI 部分',
  licence: '人民银行支付业务许可证公示',
  safeguarding: '备付金存管协议与审计报告',
  aml: '反洗钱制度文本，合规部访谈',
  availability: '对方月度服务报告，近十二个月',
  disputes: '对方争议统计与清算组织通报',
  cost: '商务报价单',
  coverage: '商户类目对照表',
}

/** Questionnaires, technical sheets and scorecards of the demo wallets, as of the days they were made. */
export async function fillEvaluations(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'evaluations')) !== null) return
  const staff = await peopleAll(w)
  const by = (role: string): string =>
    present(
      staff.find((one) => one.role === role),
      `${role} is employed`,
    ).id
  const people = { lead: by('business'), risk: by('risk'), engineer: by('engineering'), legal: by('legal') }
  const today = w.now()
  await transaction({ ...w, now: () => today - 245 * dayMs }, (i) =>
    setWeights(
      i,
      { method: 'direct', of: asFigures(weights) },
      '合作委员会 2026 年第 2 次会议：五项因素占 54%，准入类占 30%',
      people.lead,
    ),
  )
  for (const one of told) {
    const at = today - one.daysAgo * dayMs + 3 * hourMs + 17 * minuteMs
    await transaction({ ...w, now: () => Math.min(at, today) }, (i) => tell(i, one, people))
  }
  await transaction(w, (i) => saveDone(i, 'evaluations'))
}

type People = Record<'lead' | 'risk' | 'engineer' | 'legal', string>

async function tell(i: Inside, one: Told, people: People): Promise<void> {
  const partner = await partnerByWallet(i, one.wallet)
  if (!partner) return
  const told = asFigures(one.figures)
  const given = answersFor(one, told)
  await answerQuestions(i, { partner: partner.id, over: 0, given, org: partner.id, actor: people.lead })
  const declared = Object.fromEntries(
    needs.map(({ id }): [string, Declaration] => [
      id,
      one.missing.includes(id) ? 'missing' : one.nearly.includes(id) ? 'workaround' : 'present',
    ]),
  )
  await declareCapabilities(i, partner.id, declared, people.engineer)
  const accepted = given.slice(0, 40).map(({ question }) => ({ question, verdict: 'accepted' as const, note: '' }))
  await reviewAnswers(i, partner.id, accepted, people.risk)
  if (one.until === 'answered') return
  const figures = await asHeld(i, partner, told)
  const round = await openRound(i, partner.id, [people.risk, people.engineer], people.lead)
  await handInSheet(i, round.id, people.risk, findingsOf(figures))
  if (one.until === 'half-scored') return
  // The engineer reads habits a little more kindly, and values at one wallet much less so.
  const other = { ...figures, habits: Math.min(1_000_000, figures.habits + 30_000) }
  if (one.wallet === 'jdpay') other.values = 700_000
  await handInSheet(i, round.id, people.engineer, findingsOf(other))
  if (one.wallet === 'jdpay')
    await reconcile(i, round.id, 'values', {
      figure: 820_000,
      reason: '按最新隐私政策第 7 条，广告画像默认关闭，取中值',
      by: people.lead,
    })
  const now = present(await evaluationById(i, round.id), 'an opened evaluation is kept')
  await approveCard(i, await submitRound(i, now, await cardNow(i, now)), people.legal)
}

// What answers and the technical sheet come to is taken over as it is; market figures are what research found.
async function asHeld(i: Inside, { id, sharePpm }: Partner, told: Figures): Promise<Figures> {
  const set = present(await answersOf(i, id), 'the sample answers first')
  const technical = present(await technicalSheetOf(i, id), 'the sample declares first')
  const personDays = effortOf(technical.declared).personDays
  const held = proposalsOf({ answers: set.answers, sharePpm, personDays, now: i.now() })
  const known = held.flatMap(({ criterion, figure, from }) =>
    figure === null || from === 'share' ? [] : [[criterion, figure] as const],
  )
  return { ...told, ...Object.fromEntries(known) }
}

const findingsOf = (figures: Figures) =>
  Object.fromEntries(criterionIds.map((id) => [id, { figure: figures[id], evidence: evidence[id] }])) as Record<
    CriterionId,
    { figure: number; evidence: string }
  >

const numbers = (figures: Figures): Record<string, number> => ({
  'LIC-04': 1,
  'AML-04': 4,
  'SEC-08': 5,
  'SEC-09': 24,
  'PRI-03': 15,
  'TEC-05': 180,
  'AVA-01': figures.availability,
  'AVA-02': 30,
  'MAR-01': figures['market-share'] * 1_900,
  'MAR-02': figures.habits,
  'MAR-03': 6_380,
  'MAR-05': 42_000,
  'COS-01': figures.cost,
  'DIS-01': figures.disputes,
  'DIS-02': 21,
  'DIS-04': 30,
  'COV-02': figures.coverage,
})

function answersFor(one: Told, figures: Figures) {
  const known = numbers(figures)
  const days: Record<string, string> = { 'LIC-03': '2029-05-02', 'SEC-07': '2026-03-18' }
  const texts: Record<string, string> = {
    'LIC-02': '储值账户运营Ⅰ类、支付交易处理Ⅰ类',
    'MAR-04': '二十至四十五岁城市用户；餐饮、零售、出行',
    'COV-01': '中国内地；人民币',
  }
  return questions.map(({ id, answer, good }) => {
    const isWorse = one.worse.includes(id)
    const value =
      answer.kind === 'yes-no'
        ? said(good, isWorse)
        : answer.kind === 'choice'
          ? (answer.options[isWorse ? 1 : 0]?.id ?? '')
          : answer.kind === 'number'
            ? String(known[id] ?? 0)
            : (days[id] ?? texts[id] ?? `${one.wallet}-${id}.pdf`)
    return { question: id, value, comment: '', evidence: `${one.wallet}-${id}.pdf` }
  })
}

const said = (good: 'yes' | 'no', isWorse: boolean): string => (isWorse === (good === 'yes') ? 'no' : 'yes')

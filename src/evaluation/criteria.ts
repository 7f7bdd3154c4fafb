import type { Section } from './question.ts'
import type { Anchors } from './valueFunction.ts'

type Both = { zh: string; en: string }

export const criterionIds = [
  'market-share',
  'technology',
  'habits',
  'compatibility',
  'values',
  'licence',
  'safeguarding',
  'aml',
  'availability',
  'disputes',
  'cost',
  'coverage',
] as const
export type CriterionId = (typeof criterionIds)[number]

export type Criterion = {
  id: CriterionId
  name: Both
  /** One of the five factors every cooperation is weighed by. */
  isFactor: boolean
  unit: Both
  /** Largest figure that makes sense. */
  most: number
  anchors: Anchors
  /** Where a figure is proposed from: answers of sections, one numeric answer, the partner's file, or the effort computed. */
  from: { sections: readonly Section[] } | { question: string } | 'share' | 'effort'
}

const million = 1_000_000
const ofAnswers: Anchors = [
  [0, 0],
  [500_000, 250_000],
  [800_000, 600_000],
  [million, million],
]
const answered: Both = { zh: '答卷达标率 ppm', en: 'ppm of answers in favour' }
const ppm: Both = { zh: 'ppm', en: 'ppm' }

const judged = (id: CriterionId, name: Both, sections: readonly Section[], isFactor = false): Criterion => ({
  id,
  name,
  isFactor,
  unit: answered,
  most: million,
  anchors: ofAnswers,
  from: { sections },
})
const measured = (
  id: CriterionId,
  name: Both,
  unit: Both,
  anchors: Anchors,
  from: Criterion['from'],
  { isFactor = false, most = million } = {},
): Criterion => ({ id, name, isFactor, unit, most, anchors, from })

/** What a wallet is weighed by. Anchors are the institution's own: what it would call nothing, fair, good and as good as can be. */
export const criteria: readonly Criterion[] = [
  measured(
    'market-share',
    { zh: '市场份额', en: 'Market share' },
    { zh: '付款人份额 ppm', en: 'ppm of payers' },
    [
      [0, 0],
      [10_000, 200_000],
      [50_000, 450_000],
      [150_000, 700_000],
      [400_000, million],
    ],
    'share',
    { isFactor: true },
  ),
  judged('technology', { zh: '技术能力', en: 'Technical capability' }, ['technology'], true),
  measured(
    'habits',
    { zh: '用户习惯', en: 'User habits' },
    { zh: '三十天复购 ppm', en: 'ppm who pay again in 30 days' },
    [
      [100_000, 0],
      [300_000, 350_000],
      [600_000, 800_000],
      [850_000, million],
    ],
    { question: 'MAR-02' },
    { isFactor: true },
  ),
  measured(
    'compatibility',
    { zh: '兼容性与接入工作量', en: 'Compatibility and effort' },
    { zh: '人日', en: 'person-days' },
    [
      [5, million],
      [20, 800_000],
      [60, 400_000],
      [120, 0],
    ],
    'effort',
    { isFactor: true, most: 10_000 },
  ),
  judged(
    'values',
    { zh: '安全与隐私的共同价值', en: 'Shared values on security and privacy' },
    ['security', 'privacy'],
    true,
  ),
  judged('licence', { zh: '牌照', en: 'Licence' }, ['licence']),
  judged('safeguarding', { zh: '客户资金保护', en: 'Safeguarding of funds' }, ['safeguarding']),
  judged('aml', { zh: '反洗钱', en: 'Anti-money-laundering' }, ['aml']),
  measured(
    'availability',
    { zh: '可用性', en: 'Availability' },
    { zh: '近一年可用率 ppm', en: 'ppm of the last year' },
    [
      [990_000, 0],
      [995_000, 300_000],
      [999_000, 700_000],
      [999_900, million],
    ],
    { question: 'AVA-01' },
  ),
  measured(
    'disputes',
    { zh: '争议率', en: 'Dispute rate' },
    { zh: '每百万笔争议', en: 'disputes in a million' },
    [
      [10, million],
      [50, 800_000],
      [200, 400_000],
      [1_000, 0],
    ],
    { question: 'DIS-01' },
  ),
  measured(
    'cost',
    { zh: '费用', en: 'Cost' },
    { zh: '费率 ppm', en: 'ppm of the amount' },
    [
      [1_500, million],
      [3_000, 750_000],
      [6_000, 350_000],
      [15_000, 0],
    ],
    { question: 'COS-01' },
  ),
  measured(
    'coverage',
    { zh: '覆盖范围', en: 'Coverage' },
    ppm,
    [
      [200_000, 0],
      [600_000, 500_000],
      [900_000, 900_000],
      [million, million],
    ],
    { question: 'COV-02' },
  ),
]

const byId = new Map(criteria.map((one) => [one.id, one]))
export const criterionById = (id: string): Criterion | null => byId.get(id as CriterionId) ?? null

import { present } from '../base/assert.ts'
import type { Currency } from '../base/currency.ts'
import { addDays, type Day, dayMs, dayOf, hourMs } from '../base/time.ts'
import { peopleAll } from '../identity/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import type { DossierContent, Figure } from '../research/dossier.ts'
import { publishDossier, researchZone, writeDraft } from '../research/writeDossier.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { saveDone, stepDoneAt } from './store.ts'

type Told = {
  wallet: string
  daysAgo: number
  isDraft?: boolean
  currency?: Currency
  /** Users in ten thousands, share, growth a year, ticket in minor units, payments per user and month in hundredths. */
  figures: readonly [number, number, number, number, number]
  /** Categories, ages, cities, channels in ppm, in the order of `segments`. */
  splits: readonly (readonly number[])[]
  habit: { zh: string; en: string }
  trend: { zh: string; en: string }
}

const both = (zh: string, en: string) => ({ zh, en })
const segments = [
  ['category', [both('餐饮', 'Food'), both('零售', 'Retail'), both('出行', 'Travel'), both('其他', 'Other')]],
  ['age', [both('25 岁以下', 'Under 25'), both('25–44 岁', '25 to 44'), both('45 岁以上', '45 and over')]],
  ['city', [both('一线', 'First tier'), both('二线', 'Second tier'), both('其他', 'Other')]],
  ['channel', [both('线上', 'Online'), both('线下', 'In store')]],
] as const

// Brands are real so that people know what they look at; every figure is invented and its source says so.
const told: readonly Told[] = [
  {
    wallet: 'alipay',
    daysAgo: 212,
    figures: [1_902, 486_000, 31_000, 6_380, 1_140],
    splits: [
      [342_000, 371_000, 128_000, 159_000],
      [214_000, 561_000, 225_000],
      [388_000, 351_000, 261_000],
      [412_000, 588_000],
    ],
    habit: both(
      '受访者中 63% 在同一家店优先出示支付宝付款码；会员积分是首要理由。',
      'In the same store 63 % of those asked show the Alipay code first; member points are the main reason.',
    ),
    trend: both(
      '门店扫码盒更换为一码多付，钱包间切换成本下降。',
      'Stores replace scanners by one code for all wallets, so that changing wallets costs payers less.',
    ),
  },
  {
    wallet: 'wechatpay',
    daysAgo: 126,
    figures: [1_533, 391_000, 26_000, 4_210, 1_620],
    splits: [
      [408_000, 318_000, 96_000, 178_000],
      [268_000, 527_000, 205_000],
      [331_000, 349_000, 320_000],
      [287_000, 713_000],
    ],
    habit: both(
      '小额高频：早餐与便利店笔数占 41%，付款人多从聊天界面进入。',
      'Small and often: breakfast and convenience stores make 41 % of payments; most payers come from a chat.',
    ),
    trend: both('小程序点单继续替代收银台付款。', 'Ordering in mini programs keeps replacing payment at the till.'),
  },
  {
    wallet: 'quickpass',
    daysAgo: 71,
    figures: [243, 62_000, 148_000, 15_890, 310],
    splits: [
      [186_000, 443_000, 211_000, 160_000],
      [119_000, 548_000, 333_000],
      [462_000, 334_000, 204_000],
      [201_000, 799_000],
    ],
    habit: both(
      '多由银行优惠日带动，活动日笔数为平日 3.2 倍，次周回落。',
      'Driven by the banks’ discount days: 3.2 times the usual payments, gone a week later.',
    ),
    trend: both(
      '手机闪付在公交与商超的受理终端增加。',
      'More terminals in buses and supermarkets take contactless phones.',
    ),
  },
  {
    wallet: 'jdpay',
    daysAgo: 24,
    figures: [121, 31_000, 84_000, 18_420, 190],
    splits: [
      [81_000, 672_000, 54_000, 193_000],
      [233_000, 604_000, 163_000],
      [402_000, 347_000, 251_000],
      [841_000, 159_000],
    ],
    habit: both(
      '以家电、数码等大额线上订单为主，七成付款人同时使用分期。',
      'Mostly large online orders of appliances; seven of ten payers also pay by instalments.',
    ),
    trend: both('大额消费分期的监管口径趋严。', 'Rules on instalments for large purchases become stricter.'),
  },
  {
    wallet: 'alipayhk',
    daysAgo: 93,
    currency: 'HKD',
    figures: [31, 8_000, 97_000, 9_640, 420],
    splits: [
      [391_000, 344_000, 151_000, 114_000],
      [201_000, 552_000, 247_000],
      [1_000_000, 0, 0],
      [228_000, 772_000],
    ],
    habit: both(
      '香港付款人周末北上消费，餐饮占近四成。',
      'Payers from Hong Kong spend across the border at weekends, four tenths of it on food.',
    ),
    trend: both(
      '跨境扫码的受理网络向大湾区二线城市延伸。',
      'Cross-border codes reach the second-tier cities of the Bay Area.',
    ),
  },
  {
    wallet: 'douyinpay',
    daysAgo: 2,
    isDraft: true,
    figures: [94, 24_000, 312_000, 7_350, 260],
    splits: [
      [297_000, 521_000, 33_000, 149_000],
      [402_000, 481_000, 117_000],
      [268_000, 341_000, 391_000],
      [921_000, 79_000],
    ],
    habit: both(
      '付款发生在直播与团购内，线下核销滞后平均 6 天。',
      'Payments happen in live shows and group deals; they are used in store six days later on average.',
    ),
    trend: both('本地生活团购增速高于电商直播。', 'Group deals of local stores grow faster than live shopping.'),
  },
  {
    wallet: 'grabpay',
    daysAgo: 251,
    currency: 'SGD',
    figures: [8, 2_000, -41_000, 2_180, 240],
    splits: [
      [362_000, 208_000, 331_000, 99_000],
      [241_000, 583_000, 176_000],
      [1_000_000, 0, 0],
      [468_000, 532_000],
    ],
    habit: both(
      '以出行与外卖为主，旅客停留期平均 4 天。',
      'Rides and deliveries; travellers stay four days on average.',
    ),
    trend: both(
      '新加坡通用二维码互通后，单一钱包份额下降。',
      'Since Singapore’s common QR code single wallets lose share.',
    ),
  },
]

/** Market dossiers of the demo wallets that have come so far, as of the days they were written. */
export async function fillResearch(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'research')) !== null) return
  const staff = await peopleAll(w)
  const by = (role: string): string =>
    present(
      staff.find((one) => one.role === role),
      `${role} is employed`,
    ).id
  const [author, publisher, today] = [by('business'), by('risk'), w.now()]
  for (const one of told) {
    const at = today - one.daysAgo * dayMs - 4 * hourMs
    const draft = await transaction({ ...w, now: () => at }, (i) => draftOf(i, one, author))
    if (draft && !one.isDraft)
      await transaction({ ...w, now: () => at + 3 * hourMs }, (i) =>
        publishDossier(i, draft.id, draft.digest, publisher),
      )
  }
  await transaction(w, (i) => saveDone(i, 'research'))
}

async function draftOf(i: Inside, one: Told, author: string) {
  const partner = await partnerByWallet(i, one.wallet)
  if (!partner) return null
  const content = contentOf(one, partner.name, dayOf(i.now(), researchZone))
  return await writeDraft(i, { partner: partner.id, market: partner.region, content, over: null, by: author })
}

function contentOf(one: Told, name: { zh: string; en: string }, day: Day): DossierContent {
  const survey = addDays(day, -12)
  const report = addDays(day, -148)
  const [users, share, growth, ticket, frequency] = one.figures
  const figure = (
    kind: Figure['kind'],
    value: number,
    source: string,
    asOf: Day,
    segment: Figure['segment'] = null,
  ) => ({
    kind,
    segment,
    value,
    source,
    asOf,
  })
  return {
    currency: one.currency ?? 'CNY',
    sources: sourcesOf(one.wallet, name, day),
    figures: [
      figure('users', users * 10_000, 'annual', report),
      figure('share', share, 'survey', survey),
      figure('growth', growth, 'annual', report),
      figure('ticket', ticket, 'survey', survey),
      figure('frequency', frequency, 'survey', survey),
      ...segments.flatMap(([kind, names], place) =>
        names.flatMap((segment, at) => {
          const value = one.splits[place]?.[at] ?? 0
          return value === 0 ? [] : [figure(kind, value, 'survey', survey, segment)]
        }),
      ),
    ],
    habits: [
      { statement: one.habit, source: 'survey', strength: one.isDraft ? 'weak' : 'moderate' },
      {
        statement: both(
          '付款失败后，多数人换用另一钱包而不再重试。',
          'After a failed payment most people take another wallet and do not try again.',
        ),
        source: 'survey',
        strength: 'strong',
      },
    ],
    trends: [{ note: one.trend, source: 'annual' }],
  }
}

function sourcesOf(wallet: string, name: { zh: string; en: string }, day: Day): DossierContent['sources'] {
  const report = addDays(day, -148)
  return [
    {
      id: 'survey',
      title: both(`${name.zh}付款人问卷与门店访谈（示例数据）`, `Survey of ${name.en} payers and stores (sample data)`),
      publisher: both('云汇支付 市场部', 'Yunhui Pay, marketing'),
      where: `YH-MR-${day.slice(0, 7)}-${wallet}.pdf`,
      published: addDays(day, -5),
      read: addDays(day, -2),
      reliability: 'survey',
      isSample: true,
    },
    {
      id: 'annual',
      title: both(
        `${name.zh}行业半年数据摘要（示例数据）`,
        `Half-year digest of the industry: ${name.en} (sample data)`,
      ),
      publisher: both('云汇支付 战略部', 'Yunhui Pay, strategy'),
      where: `YH-ST-${report.slice(0, 4)}-${wallet}.xlsx`,
      published: addDays(report, 30),
      read: addDays(day, -9),
      reliability: 'press',
      isSample: true,
    },
  ]
}

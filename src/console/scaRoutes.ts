import type { Currency } from '../base/currency.ts'
import { dayMs } from '../base/time.ts'
import { partnersAll } from '../partners/find.ts'
import { paymentFaults } from '../payments/errors.ts'
import { visible } from '../payments/routes.ts'
import { totalsByLevel } from '../payments/totals.ts'
import { barCodeRules } from '../sca/dayLimit.ts'
import { scaFaults } from '../sca/errors.ts'
import { exemptions } from '../sca/exemptionRules.ts'
import { reportFraud, scaStatus } from '../sca/fraud.ts'
import { levels } from '../sca/level.ts'
import { psd2 } from '../sca/scaFacts.ts'
import { bothTexts, digestJson, idJson, lineJson, moneyJson, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import type { World } from '../world/world.ts'

const statusJson = z
  .strictObject({
    from: timeJson,
    levels: z.array(z.strictObject({ level: z.enum(levels), count: z.int(), amount: moneyJson })),
    methods: z.array(z.strictObject({ method: z.enum(['passkey', 'sms']), count: z.int(), last: timeJson })),
    fraud: z.strictObject({
      volume: moneyJson,
      fraud: moneyJson,
      payments: z.int(),
      ratePpm: z.int().nullable(),
      bands: z.array(z.strictObject({ most: moneyJson, ratePpm: z.int(), isOpen: z.boolean() })),
    }),
    exemptions: z.array(
      z.strictObject({
        exemption: z.enum(exemptions.map(({ exemption }) => exemption)),
        rule: z.string(),
        title: bothTexts,
        isUsed: z.boolean().meta({ description: 'False while no product of the house hands in the facts it needs' }),
        count: z.int(),
        amount: moneyJson,
      }),
    ),
    counters: z
      .strictObject({
        most: moneyJson,
        sum: moneyJson,
        payers: z.int(),
        full: z.int().meta({ description: 'Payers who must confirm their next small payment' }),
        references: z.int(),
        consumers: z.int(),
        wallets: z.array(z.strictObject({ wallet: z.string(), name: bothTexts, payers: z.int(), amount: moneyJson })),
      })
      .meta({ description: 'Small payments without authentication since their payers last confirmed (RTS art. 16)' }),
    days: z
      .strictObject({
        source: z.string(),
        payers: z.int(),
        levels: z.array(
          z.strictObject({
            level: z.enum(levels),
            most: moneyJson.nullable(),
            today: moneyJson.nullable(),
            full: z.int(),
          }),
        ),
      })
      .meta({ description: 'Bar code payments of today against the day’s sums by level' }),
    foreign: z
      .array(z.strictObject({ payment: z.string(), at: timeJson }))
      .meta({ description: 'Confirmed by somebody other than the consumer who proved the payer reference' }),
    recent: z.array(
      z.strictObject({
        id: z.string(),
        payment: z.string(),
        method: z.enum(['passkey', 'sms']),
        proof: z.enum(['one-factor', 'two-factor']),
        linked: digestJson,
        at: timeJson,
      }),
    ),
  })
  .meta({ id: 'PayerAuthentication' })

/** How payers were recognised lately, and whether the exemptions that hang on fraud are open. */
export const scaRoutes: Route[] = [
  route({
    name: 'getPayerAuthentication',
    does: 'GET /v1/payer-authentication',
    tag: 'payments',
    summary: { zh: '付款人验证：级别、方式与豁免', en: 'How payers are authenticated: levels, methods, exemptions' },
    may: 'ledger.read',
    reply: statusJson,
    refuses: [],
    handle: async (w) => await statusOf(w),
  }),
  route({
    name: 'reportFraud',
    does: 'POST /v1/payments/{id}/fraud',
    tag: 'payments',
    summary: { zh: '将一笔已收款的支付登记为欺诈', en: 'Report a captured payment as fraud' },
    may: 'payments.report-fraud',
    params: z.strictObject({ id: idJson('pay') }),
    body: z.strictObject({ because: lineJson(200) }),
    reply: z.strictObject({ payment: z.string() }),
    status: 201,
    idempotent: true,
    refuses: [paymentFaults.notFound, scaFaults.paymentUnknown, scaFaults.fraudTwice],
    handle: async (w, { who, params, body, key }) => {
      const payment = await visible(w, who, params.id)
      if (payment.capturedAt === null) throw scaFaults.paymentUnknown()
      const { currency, minor } = payment.amount
      await reportFraud(w, key && `${who.org} ${key}`, { payment: payment.id, currency, minor, ...body })
      return { payment: payment.id }
    },
  }),
]

const home = 'CNY'
const ninetyDaysMs = 90 * dayMs
type Status = z.output<typeof statusJson>
type Found = Awaited<ReturnType<typeof scaStatus>>

async function statusOf(w: World): Promise<Status> {
  const found = await scaStatus(w)
  const { from, currency, volume, fraud, payments, ratePpm, bands, methods, recent } = found
  const of = (minor: bigint) => ({ currency, minor })
  return {
    from,
    levels: await levelsOf(w),
    methods,
    fraud: {
      volume: of(volume),
      fraud: of(fraud),
      payments,
      ratePpm: ratePpm === null ? null : Number(ratePpm),
      bands: bands.map((band) => ({ most: of(band.most), ratePpm: Number(band.ratePpm), isOpen: band.isOpen })),
    },
    exemptions: await exemptionsOf(w),
    counters: await countersOf(w, found),
    days: daysOf(found),
    foreign: found.foreign,
    recent: recent.map(({ id, payment, method, proof, linked, at }) => ({ id, payment, method, proof, linked, at })),
  }
}

const capturedIn = (w: World, currency: Currency) =>
  totalsByLevel(w, { currency, from: w.now() - ninetyDaysMs, until: w.now() })

async function levelsOf(w: World): Promise<Status['levels']> {
  const captured = await capturedIn(w, home)
  return levels.map((level) =>
    summed(
      { level },
      home,
      captured.filter((total) => total.level === level),
    ),
  )
}

async function exemptionsOf(w: World): Promise<Status['exemptions']> {
  const captured = await capturedIn(w, psd2.currency)
  return exemptions.map(({ exemption, rule, used, zh, en }) =>
    summed(
      { exemption, rule, title: { zh, en }, isUsed: used === 'online' },
      psd2.currency,
      captured.filter((total) => total.exemption === exemption),
    ),
  )
}

const summed = <Of extends object>(of: Of, currency: Currency, totals: { count: number; minor: bigint }[]) => ({
  ...of,
  count: totals.reduce((sum, { count }) => sum + count, 0),
  amount: { currency, minor: totals.reduce((sum, { minor }) => sum + minor, 0n) },
})

async function countersOf(w: World, { counters, links }: Found): Promise<Status['counters']> {
  const { currency, lowValue } = psd2
  const partners = await partnersAll(w)
  const nameOf = (wallet: string) => partners.find((one) => one.wallet === wallet)?.name ?? { zh: wallet, en: wallet }
  return {
    most: { currency, minor: lowValue.most },
    sum: { currency, minor: lowValue.sum },
    payers: counters.payers,
    full: counters.full,
    references: links.links,
    consumers: links.consumers,
    wallets: counters.instruments.map(({ instrument, payers, sum }) => ({
      wallet: instrument,
      name: nameOf(instrument),
      payers,
      amount: { currency, minor: sum },
    })),
  }
}

function daysOf({ today }: Found): Status['days'] {
  const { source, currency, daySum } = barCodeRules
  const of = {
    B: [today.sums.b, today.full.b],
    C: [today.sums.c, today.full.c],
    D: [today.sums.d, today.full.d],
  } as const
  return {
    source,
    payers: today.payers,
    levels: levels.map((level) => {
      if (level === 'A') return { level, most: null, today: null, full: 0 }
      const [minor, full] = of[level]
      return { level, most: { currency, minor: daySum[level] }, today: { currency, minor }, full }
    }),
  }
}

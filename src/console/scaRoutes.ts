import { dayMs } from '../base/time.ts'
import { paymentFaults } from '../payments/errors.ts'
import { visible } from '../payments/routes.ts'
import { totalsByLevel } from '../payments/totals.ts'
import { scaFaults } from '../sca/errors.ts'
import { reportFraud, scaStatus } from '../sca/fraud.ts'
import { levels } from '../sca/level.ts'
import { digestJson, idJson, lineJson, moneyJson, timeJson } from '../world/money-json.ts'
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

async function statusOf(w: World): Promise<z.output<typeof statusJson>> {
  const { from, currency, volume, fraud, payments, ratePpm, bands, methods, recent } = await scaStatus(w)
  const captured = await totalsByLevel(w, { currency: home, from: w.now() - 90 * dayMs, until: w.now() })
  const of = (minor: bigint) => ({ currency, minor })
  return {
    from,
    levels: levels.map((level) => {
      const own = captured.filter((total) => total.level === level)
      const minor = own.reduce((sum, total) => sum + total.minor, 0n)
      return { level, count: own.reduce((sum, { count }) => sum + count, 0), amount: { currency: home, minor } }
    }),
    methods,
    fraud: {
      volume: of(volume),
      fraud: of(fraud),
      payments,
      ratePpm: ratePpm === null ? null : Number(ratePpm),
      bands: bands.map((band) => ({ most: of(band.most), ratePpm: Number(band.ratePpm), isOpen: band.isOpen })),
    },
    recent: recent.map(({ id, payment, method, proof, linked, at }) => ({ id, payment, method, proof, linked, at })),
  }
}

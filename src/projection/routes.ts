import { agreementFaults } from '../agreements/errors.ts'
import { agreementsAll, versionOf } from '../agreements/find.ts'
import { reasons } from '../agreements/moneyClauses.ts'
import { parseTerms } from '../agreements/parse.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { addDays, dayMs, dayOf, startOfDay } from '../base/time.ts'
import { partnerById } from '../partners/find.ts'
import type { Partner } from '../partners/partner.ts'
import { currencyJson, dayJson, idJson, minorJson, pageQuery } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { dryRun } from './dryRun.ts'
import { projectionFaults } from './errors.ts'
import { historyOf } from './history.ts'
import { meetBooks } from './meetBooks.ts'
import { priced } from './priced.ts'
import { type Forecast, forecastCount, synthetic } from './synthetic.ts'
import { type Assumptions, noAssumptions, type Traffic, trafficMost } from './traffic.ts'
import { dryRunJson, pricedJson, productJson, strengthJson, toDryRunView, toPricedView } from './view.ts'

const ppm = z.int().min(0).max(1_000_000)
const assumed = {
  lossPpm: z.partialRecord(z.enum(reasons), ppm).optional().meta({ description: 'Payments in a million lost whole' }),
  stressPpm: ppm.optional().meta({ description: 'Share of the largest month lost in the worst case; 1 % when absent' }),
  servicePpm: z
    .partialRecord(z.enum(['availability', 'success-rate', 'notices-in-time', 'files-in-time']), ppm)
    .optional()
    .meta({ description: 'Measured service of every month' }),
}
const forecastJson = z.strictObject({
  kind: z.literal('synthetic'),
  days: z.int().min(1).max(400),
  currency: currencyJson,
  paymentsPerDay: z.int().min(1).max(20_000),
  products: z
    .array(
      z.strictObject({
        product: productJson,
        weight: z.int().min(1).max(10_000),
        meanMinor: minorJson.refine((minor) => minor > 0n && minor < 10n ** 12n),
        spreadPpm: z.int().min(0).max(999_999),
      }),
    )
    .min(1)
    .max(5),
  strengths: z
    .array(z.strictObject({ strength: strengthJson, weight: z.int().min(1).max(10_000) }))
    .min(1)
    .max(3),
  growthPpmPerMonth: z.int().min(-900_000).max(1_000_000),
  refundPpm: ppm,
  merchants: z.int().min(1).max(5_000),
  seed: z.int().min(0).max(4_294_967_295),
  ...assumed,
})
const historyJson = z.strictObject({ kind: z.literal('history'), days: z.int().min(1).max(400), ...assumed })

const termsAsk = z.union([
  z.strictObject({ agreement: idJson('agr'), version: z.int().min(1).max(99_999) }),
  z.strictObject({ terms: z.record(z.string(), z.unknown()) }),
])
const body = z.strictObject({
  partner: idJson('par'),
  of: termsAsk,
  against: termsAsk.optional(),
  traffic: z.discriminatedUnion('kind', [historyJson, forecastJson]),
  breakEven: z.boolean().optional(),
  sensitivity: z.boolean().optional(),
})
const oneVersion = z.strictObject({
  id: idJson('agr'),
  n: z
    .codec(z.string().regex(/^[1-9]\d{0,4}$/), z.int().min(1).max(99_999), { decode: Number, encode: String })
    .meta({ description: 'Number of the version, from 1' }),
})

// Break-even and sensitivity replay a traffic some dozens of times.
const detailMost = 6_000

export const projectionRoutes: Route[] = [
  route({
    name: 'projectTerms',
    does: 'POST /v1/projections',
    tag: 'agreements',
    summary: {
      zh: '测算条款：在历史或假设交易上，各方收入与成本',
      en: 'Price terms on past or imagined payments: what each side earns and pays',
    },
    may: 'projections.run',
    body,
    reply: pricedJson,
    refuses: [
      projectionFaults.unknownPartner,
      projectionFaults.tooLarge,
      projectionFaults.detailTooLarge,
      agreementFaults.notFound,
      agreementFaults.termsInvalid,
    ],
    handle: async (w, { who, body: ask }) => {
      const partner = await partnerSeen(w, who, ask.partner)
      const terms = await termsAsked(w, partner, ask.of)
      const against = ask.against ? await termsAsked(w, partner, ask.against) : null
      const traffic = await trafficAsked(w, partner, terms, ask.traffic)
      if ((ask.breakEven || ask.sensitivity) && traffic.rows.length > detailMost)
        throw projectionFaults.detailTooLarge({ most: String(detailMost) })
      const wish = { against, breakEven: ask.breakEven ?? false, sensitivity: ask.sensitivity ?? false }
      const books = ask.traffic.kind === 'history' ? await meetBooks(w, partner.id, traffic) : null
      return toPricedView(priced(terms, traffic, wish), books)
    },
  }),
  route({
    name: 'dryRunVersion',
    does: 'GET /v1/agreements/{id}/versions/{n}/dry-run',
    tag: 'agreements',
    summary: {
      zh: '试运行：昨天的支付在该版本下会有何不同',
      en: 'Dry run: which of a day’s payments this version would have priced otherwise',
    },
    may: 'projections.run',
    params: oneVersion,
    query: z.strictObject({
      ...pageQuery,
      day: dayJson.optional().meta({ description: 'Yesterday when absent' }),
      days: z
        .codec(z.string().regex(/^[1-9]\d?$/), z.int().min(1).max(92), { decode: Number, encode: String })
        .optional()
        .meta({ description: 'Days up to and with that day; 1 when absent' }),
    }),
    reply: dryRunJson,
    refuses: [agreementFaults.notFound, projectionFaults.tooLarge, projectionFaults.wrongCursor],
    handle: async (w, { who, params, query }) => {
      const version = await versionOf(w, params.id, params.n)
      const owner = version && (await partnerOfAgreement(w, who, params.id))
      if (!version || !owner) throw agreementFaults.notFound({ agreement: params.id })
      const { zone } = version.terms.clauses.settlement
      const day = query.day ?? addDays(dayOf(w.now(), zone), -1)
      const span = {
        from: startOfDay(addDays(day, 1 - (query.days ?? 1)), zone),
        until: startOfDay(addDays(day, 1), zone),
      }
      const after = Number(query.cursor ?? '0')
      if (!/^\d{1,6}$/.test(query.cursor ?? '0')) throw projectionFaults.wrongCursor({}, '/cursor')
      const run = await dryRun(w, version.terms, { partner: owner, ...span })
      return toDryRunView(run, span, { after, limit: query.limit ?? 20 })
    },
  }),
]

async function partnerSeen(w: World, who: Who, id: string): Promise<Partner> {
  const partner = await partnerById(w, id)
  if (!partner || !maySee(who, id)) throw projectionFaults.unknownPartner({ partner: id })
  return partner
}

const maySee = (who: Who, partner: string): boolean =>
  who.orgKind === 'institution' || who.orgKind === 'auditor' || (who.orgKind === 'partner' && who.org === partner)

async function partnerOfAgreement(w: World, who: Who, agreement: string): Promise<string | null> {
  const owner = await ownerOf(w, agreement)
  return owner !== null && maySee(who, owner) ? owner : null
}

async function termsAsked(w: World, partner: Partner, ask: z.output<typeof termsAsk>): Promise<Terms> {
  if ('agreement' in ask) {
    const version = await versionOf(w, ask.agreement, ask.version)
    if (!version || (await ownerOf(w, ask.agreement)) !== partner.id)
      throw agreementFaults.notFound({ agreement: ask.agreement })
    return version.terms
  }
  const parsed = parseTerms(ask.terms)
  if (parsed.ok) return parsed.terms
  const first = present(parsed.problems[0], 'invalid terms have a problem')
  throw agreementFaults.termsInvalid({ at: first.at, zh: first.zh, en: first.en }, `/of/terms${first.at}`)
}

type TrafficAsk = z.output<typeof body>['traffic']

async function trafficAsked(w: World, partner: Partner, terms: Terms, ask: TrafficAsk): Promise<Traffic> {
  const { zone } = terms.clauses.fees
  const today = startOfDay(dayOf(w.now(), zone), zone)
  const assumes: Assumptions = {
    lossPpm: ask.lossPpm ?? noAssumptions.lossPpm,
    stressPpm: ask.stressPpm ?? noAssumptions.stressPpm,
    servicePpm: ask.servicePpm ?? noAssumptions.servicePpm,
  }
  if (ask.kind === 'history')
    return await historyOf(w, { partner: partner.id, from: today - ask.days * dayMs, until: today, zone }, assumes)
  const { kind: _, lossPpm: _l, stressPpm: _s, servicePpm: _p, ...same } = ask
  // A forecast begins with a month, so that its months are whole.
  const month = `${dayOf(w.now(), zone).slice(0, 7)}-01` as ReturnType<typeof dayOf>
  const forecast: Forecast = { ...same, from: startOfDay(month, zone), assumes }
  if (forecastCount(forecast) * 2 > trafficMost) throw projectionFaults.tooLarge({ most: String(trafficMost) })
  return synthetic(forecast)
}

async function ownerOf(w: World, agreement: string): Promise<string | null> {
  const [found] = await agreementsAll(w, agreement)
  return found?.id === agreement ? found.partner : null
}

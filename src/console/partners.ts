import { termsShown } from '../agreements/find.ts'
import { inForce } from '../agreements/inForce.ts'
import type { Terms } from '../agreements/terms.ts'
import { agreementRowJson, rowsOfPartner } from '../agreements/view.ts'
import { money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import { type StageStep, stepsOfPartner } from '../partners/find.ts'
import type { Partner } from '../partners/partner.ts'
import { healthSince, totalsByState } from '../payments/totals.ts'
import { type Connection, connectionOf } from '../wallets/about.ts'
import { bothTexts, digestJson, moneyJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type Facts, gatesOf, nextOf } from './gates.ts'
import type { NamesOf } from './names.ts'
import { homeCurrency } from './workbench.ts'

export const stages = z.enum([
  'lead',
  'contacted',
  'researching',
  'evaluated',
  'negotiating',
  'signing',
  'integrating',
  'live',
  'suspended',
  'ended',
]) // prettier: one life

const row = {
  id: z.string(),
  name: bothTexts,
  wallet: z.string().meta({ description: 'What an order calls it: `alipay`' }),
  organisation: bothTexts,
  stage: stages,
  since: timeJson,
  keeper: bothTexts,
  scoreTenths: z.int().nullable(),
  regions: z.array(z.string()),
  agreement: z.strictObject({ agreement: z.string(), version: z.int(), digest: digestJson }).nullable(),
  next: z.strictObject({ stage: stages, met: z.int(), needed: z.int() }).nullable(),
  volume30Days: moneyJson.nullable(),
}
export const partnerRowJson = z.strictObject(row).meta({ id: 'PartnerRow' })

export const partnerJson = z
  .strictObject({
    ...row,
    registration: z.string(),
    licence: bothTexts.nullable(),
    website: z.string().nullable(),
    note: bothTexts.nullable(),
    gates: z.array(z.strictObject({ stage: stages, evidence: bothTexts, met: z.boolean(), at: timeJson.nullable() })),
    scores: z.array(
      z.strictObject({
        factor: z.enum(['market-share', 'technology', 'habits', 'compatibility', 'values']),
        weightPpm: z.int(),
        scoreTenths: z.int(),
        evidence: bothTexts,
        scorers: z.int(),
      }),
    ),
    technical: z
      .strictObject({
        protocol: z.string(),
        signature: z.string(),
        capabilities: z.array(z.string()),
        certificateUntil: timeJson.nullable(),
      })
      .nullable(),
    health: z
      .strictObject({
        calls: z.int(),
        successPpm: z.int(),
        medianMs: z.int(),
        unknown: z.int(),
        lastNoticeAt: timeJson.nullable(),
      })
      .nullable(),
    history: z.array(
      z.strictObject({ at: timeJson, from: stages.nullable(), stage: stages, by: bothTexts, reason: bothTexts }),
    ),
    agreements: z.array(agreementRowJson),
    may: z.array(z.string()),
  })
  .meta({ id: 'Partner' })

type Row = z.output<typeof partnerRowJson>

/** What the wallets moved in the last 30 days, by wallet. */
export async function volumesLately(w: World): Promise<Map<string, bigint>> {
  const totals = await totalsByState(w, { currency: homeCurrency, from: w.now() - 30 * dayMs, until: w.now() + 1 })
  const volumes = new Map<string, bigint>()
  for (const { wallet, state, minor } of totals) {
    const isPaid = state === 'captured' || state === 'partly_refunded' || state === 'refunded'
    if (wallet !== null && isPaid) volumes.set(wallet, (volumes.get(wallet) ?? 0n) + minor)
  }
  return volumes
}

export async function toPartnerRow(
  w: World,
  partner: Partner,
  volumes: ReadonlyMap<string, bigint>,
  names: NamesOf,
): Promise<Row> {
  const { id, name, legalName: organisation, stage, stageAt: since, score, region, wallet } = partner
  const steps = await stepsOfPartner(w, id)
  const governs = await inForce(w, id, w.now())
  const volume = volumes.get(wallet)
  return {
    id,
    name,
    wallet,
    organisation,
    stage,
    since,
    keeper: await names.actor(steps.at(-1)?.actor ?? '-'),
    scoreTenths: score === null ? null : score * 10,
    regions: [region],
    agreement: governs && { agreement: governs.agreement, version: governs.number, digest: governs.root },
    next: nextOf(partner, gatesOf(partner, steps, await factsOf(w, partner))),
    volume30Days: volume === undefined ? null : money(homeCurrency, volume),
  } // prettier: one row
}

/** A partner with its way, its agreements and how its wallet answers. What nobody has written down yet is empty, never guessed. */
export async function toPartnerView(w: World, partner: Partner, names: NamesOf): Promise<z.output<typeof partnerJson>> {
  const steps = await stepsOfPartner(w, partner.id)
  const facts = await factsOf(w, partner)
  const terms = await termsShown(w, partner.id)
  return {
    ...(await toPartnerRow(w, partner, await volumesLately(w), names)),
    registration: partner.registration,
    licence: null,
    website: null,
    note: partner.note,
    gates: gatesOf(partner, steps, facts),
    scores: [],
    technical: terms && technicalOf(terms, await connectionOf(w, partner.wallet)),
    health: facts.isConnected ? await healthOf(w, partner.wallet) : null,
    history: await historyOf(steps, names),
    agreements: await rowsOfPartner(w, partner.id),
    may: [],
  }
}

async function factsOf(w: World, { id, wallet }: Partner): Promise<Facts> {
  const rows = await rowsOfPartner(w, id)
  const isSigned = rows.some(({ state }) => state === 'signed' || state === 'in-force' || state === 'superseded')
  return { isProposed: rows.length > 0, isSigned, isConnected: (await connectionOf(w, wallet)) !== null }
}

// Protocol and capabilities as the agreement describes them, the rest as we are set up.
function technicalOf(
  { clauses: { integration } }: Terms,
  connection: Connection | null,
): z.output<typeof partnerJson>['technical'] {
  const { protocol, capabilities } = integration
  return {
    protocol,
    capabilities,
    signature: connection?.signature ?? '-',
    certificateUntil: connection?.certificateUntil ?? null,
  }
}

async function healthOf(w: World, wallet: string): Promise<z.output<typeof partnerJson>['health']> {
  const { calls, unknown, median_ms, lastNoticeAt } = await healthSince(w, wallet, w.now() - dayMs)
  const successPpm = calls === 0 ? 0 : Math.floor(((calls - unknown) * 1_000_000) / calls)
  return { calls, successPpm, medianMs: median_ms ?? 0, unknown, lastNoticeAt }
}

const historyOf = async (steps: readonly StageStep[], names: NamesOf) =>
  await Promise.all(
    steps.map(async ({ from, to: stage, actor, because: reason, at }) => ({
      at,
      from,
      stage,
      by: await names.actor(actor),
      reason,
    })),
  )

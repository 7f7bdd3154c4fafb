import { termsRoot } from '../agreements/digest.ts'
import { inForce } from '../agreements/inForce.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { dayMs, dayOf, hourMs, type Instant, minuteMs, startOfDay } from '../base/time.ts'
import { merchantsAfter, storesOfMerchant } from '../merchants/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import { openDatabase } from '../world/database.ts'
import type { Job } from '../world/jobs.ts'
import type { Settings } from '../world/real.ts'
import type { World } from '../world/world.ts'
import { administerOthers } from './administration.ts'
import { connectAlipay, openAlipay } from './alipay.ts'
import { askForApprovals } from './approvals.ts'
import { conclude } from './contracts.ts'
import { dayStep, endOfDay } from './dayEnd.ts'
import { issueDemoKeys } from './demoKeys.ts'
import { alipayTerms, amendedTerms, termsWith, walletParties } from './demoTerms.ts'
import { fillEvaluations } from './evaluationSample.ts'
import { liveHistory } from './history.ts'
import { openMerchants } from './merchants.ts'
import { fillNegotiations } from './negotiationSample.ts'
import { enterPartners } from './partners.ts'
import { employPeople, giveCredentials } from './people.ts'
import { fillPrivacy } from './privacySample.ts'
import { fillResearch } from './researchSample.ts'
import { saveDone, stepDoneAt } from './store.ts'
import { fillVault } from './vaultSample.ts'
import { openWitness } from './witness.ts'

const zone = 'Asia/Shanghai'

export type Sandbox = { phoneUrl: string; jobs: Job[]; stop(): Promise<void> }

/**
 * The demo world: on the first start it is made, step by step, each step once however often the start is interrupted; then the
 * simulated wallet listens beside the product.
 */
export async function openSandbox(w: World, settings: Settings, tell: (line: string) => void): Promise<Sandbox> {
  const ports = { product: settings.port, simulator: settings.port === 0 ? 0 : settings.port + 1 }
  const days = settings.historyDays
  const from = await begun(w, days, ports)
  await giveCredentials(w)
  const terms = await signAgreements(w, from, days)
  await makeHistory(w, settings.home, { from, days, terms }, tell)
  await fillNegotiations(w)
  await fillVault(w)
  await fillPrivacy(w)
  await fillEvaluations(w)
  await fillResearch(w)
  await askForApprovals(w)
  await administerOthers(w)
  const alipay = await openAlipay(w, { home: settings.home, port: ports.simulator, deliver: w.fetch, terms })
  await transaction(w, async (i) => {
    const partner = present(await partnerByWallet(i, 'alipay'), 'alipay is entered')
    await connectAlipay(
      i,
      partner.id,
      `${alipay.url}/gateway.do`,
      `http://127.0.0.1:${ports.product}/v1/notices/alipay`,
    )
  })
  const jobs = await openWitness(w, settings.home)
  return { phoneUrl: `${alipay.url}/`, jobs, stop: () => alipay.stop() }
}

/** The first day of the history, chosen on the first start and kept. People, wallets and merchants stand from then on. */
async function begun(w: World, days: number, ports: { product: number; simulator: number }): Promise<Instant> {
  const known = await stepDoneAt(w, 'begun')
  if (known !== null) return known
  const from = startOfDay(dayOf(w.now(), zone), zone) - days * dayMs
  await transaction({ ...w, now: () => from - 30 * dayMs }, async (i) => {
    await employPeople(i)
    const partners = await enterPartners(i, from, days)
    await openMerchants(i)
    const alipay = present(partners.get('alipay'), 'alipay is entered')
    await issueDemoKeys(i)
    await connectAlipay(
      i,
      alipay,
      `http://127.0.0.1:${ports.simulator}/gateway.do`,
      `http://127.0.0.1:${ports.product}/v1/notices/alipay`,
    )
    await saveDone(i, 'begun', from)
  })
  return from
}

/** Signs what is signed in the demo world, each at its own moment. Answers the terms Alipay signed, by moment. */
async function signAgreements(w: World, from: Instant, days: number): Promise<(at: Instant) => Terms | null> {
  const amendedFrom = from + Math.floor(days / 2) * dayMs
  // People sign in the morning, not at midnight.
  const at = (day: Instant): World => ({ ...w, now: () => day + 10 * hourMs + 23 * minuteMs })
  const partner = async (wallet: string): Promise<Id<'par'>> =>
    present(await partnerByWallet(w, wallet), `${wallet} is entered`).id
  const alipay = await partner('alipay')
  if ((await stepDoneAt(w, 'agreements')) === null) {
    const first = await conclude(at(from - 12 * dayMs), {
      partner: alipay,
      wallet: 'alipay',
      terms: alipayTerms(from),
      until: 'signed',
    })
    const second = amendedTerms(first, termsRoot(first), amendedFrom)
    await conclude(at(Math.max(from - 2 * dayMs, amendedFrom - 9 * dayMs)), {
      partner: alipay,
      wallet: 'alipay',
      terms: second,
      until: 'signed',
    })
    const others = [
      ['wechatpay', -21, 14, 'signed'],
      ['alipayhk', -6, 30, 'half_signed'],
    ] as const
    const today = from + days * dayMs
    for (const [wallet, signedDays, effectiveDays, until] of others) {
      const terms = termsWith(wallet, today + effectiveDays * dayMs, walletParties[wallet], {})
      await conclude(at(today + signedDays * dayMs), { partner: await partner(wallet), wallet, terms, until })
    }
    await transaction(w, (i) => saveDone(i, 'agreements'))
  }
  const first = await inForce(w, alipay, from)
  const second = await inForce(w, alipay, amendedFrom)
  return (moment) => (moment >= amendedFrom ? second?.terms : moment >= from ? first?.terms : null) ?? null
}

type Wanted = { from: Instant; days: number; terms: (at: Instant) => Terms | null }

async function makeHistory(
  w: World,
  home: string,
  { from, days, terms }: Wanted,
  tell: (line: string) => void,
): Promise<void> {
  if ((await stepDoneAt(w, 'history')) !== null) return
  tell(`making ${days} days of history / 正在生成 ${days} 天的业务历史 …`)
  let firstDay = 0
  while (firstDay < days && (await stepDoneAt(w, dayStep(firstDay))) !== null) firstDay++
  const merchants = await merchantsAfter(w, '', 100)
  const shops = await Promise.all(
    merchants.map(async (merchant) => ({ merchant, stores: await storesOfMerchant(w, merchant.id) })),
  )
  const db = openDatabase({ url: w.db.url, most: 4, isSampleData: true })
  try {
    await liveHistory({ ...w, db }, { from, firstDay, days, home, shops, terms }, endOfDay)
  } finally {
    await db.close()
  }
  await transaction(w, (i) => saveDone(i, 'history'))
}

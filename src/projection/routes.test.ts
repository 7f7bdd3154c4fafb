import { expect, test } from 'vitest'
import { open } from '../../test/doors.ts'
import { type Till, till } from '../../test/paying.ts'
import { amend, partner } from '../../test/settled.ts'
import { termsRoot } from '../agreements/digest.ts'
import { sampleTerms } from '../agreements/sample.ts'
import { dayMs } from '../base/time.ts'
import { pay } from '../payments/pay.ts'
import { attemptsOf } from '../payments/storeAttempt.ts'
import type { Who } from '../world/route.ts'
import { withLeaf } from './leaves.ts'
import { projectionRoutes } from './routes.ts'

const who = (id: string, orgKind: Who['orgKind'], org: string): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind,
  role: 'business',
  permissions: new Set(['projections.run']),
})
const known = [
  who('business', 'institution', 'institution'),
  who('alipay', 'partner', partner),
  who('stranger', 'partner', 'par_01jz0y2m3n4p5q6r7s8t9v0zzz'),
]

const terms = sampleTerms()
const offer = {
  ...withLeaf(terms, '/clauses/fees/rules/2/price/tiers/0/ratePpm', 2_000),
  version: 2,
  amends: termsRoot(terms),
}

// What the tests look into.
type Reply = {
  code: string
  traffic: unknown
  books: { kind: string }[]
  differences: { path: string; effects: Record<string, string> }[]
  breakEven: { volume: unknown }
  sensitivity: { path: string; upNet: string }[]
  items: { lines: unknown }[]
}

async function house(): Promise<{
  t: Till
  ask(body: object, as?: string): Promise<{ status: number; body: Reply }>
  get(path: string, as?: string): Promise<{ status: number; body: Reply }>
}> {
  const t = await till({ at: '2026-07-12T02:00:00Z', terms })
  const server = await open(t.w, projectionRoutes, {
    authenticate: async (_, { authorization }) => known.find(({ id }) => authorization === `Bearer ${id}`) ?? null,
  })
  const call = async (path: string, as: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json' }
    const response = await fetch(`${server.url}${path}`, { ...init, headers })
    return { status: response.status, body: (await response.json()) as Reply }
  }
  return {
    t,
    ask: (body, as = 'business') => call('/v1/projections', as, { method: 'POST', body: JSON.stringify(body) }),
    get: (path, as = 'business') => call(path, as),
  }
}

async function sell(t: Till, minor: bigint): Promise<void> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'test')
  t.scanAndPay((await attemptsOf(t.w, payment)).at(-1)?.code ?? '')
  await t.notices()
  await t.work()
}

// July and August: the campaign of the sample begins in September.
const summer = {
  kind: 'synthetic',
  days: 62,
  currency: 'CNY',
  paymentsPerDay: 20,
  products: [{ product: 'qr-merchant', weight: 1, meanMinor: '6400', spreadPpm: 500_000 }],
  strengths: [{ strength: 'two-factor', weight: 1 }],
  growthPpmPerMonth: 20_000,
  refundPpm: 30_000,
  merchants: 5,
  seed: 7,
}

test('an offer is priced beside the version in force: a tenth of a per mille less for the wallet is what we gain by that clause', async () => {
  const { t, ask } = await house()
  await sell(t, 12_500n)
  t.w.pass(dayMs)
  const of = { terms: offer }
  const against = { agreement: terms.agreement, version: 1 }
  const { status, body } = await ask({ partner, of, against, traffic: { kind: 'history', days: 5 } })
  expect(status).toBe(200)
  expect(body.traffic).toMatchObject({ kind: 'history', rows: 1 })
  expect(body.books.find(({ kind }) => kind === 'fee-income')).toEqual({
    kind: 'fee-income',
    books: '48',
    replayed: '48',
  })
  // 125.00 at 0.20 % instead of 0.25 %: 0.25 instead of 0.31; and of our larger margin the wallet has its 30 %.
  expect(body.differences.map(({ path, effects }) => [path, effects['institution']])).toEqual([
    ['/clauses/fees/rules/2', '6'],
    ['/clauses/revenueShare/shares/1', '-2'],
  ])
  const again = await ask({ partner, of, against, traffic: { kind: 'history', days: 5 } })
  expect(again.body).toEqual(body)
})

test('imagined traffic answers break-even and what matters most', async () => {
  const { ask } = await house()
  const dear = withLeaf(terms, '/clauses/fees/commitments/0/minimum', '15000')
  const { body } = await ask({ partner, of: { terms: dear }, traffic: summer, breakEven: true, sensitivity: true })
  expect(body.breakEven.volume).toMatchObject({ outcome: 'at', side: 'from' })
  // The commitment weighs most; a higher price for merchants helps.
  expect(body.sensitivity[0]?.path).toBe('/clauses/fees/commitments/0/minimum')
  expect(BigInt(body.sensitivity[0]?.upNet ?? 0)).toBeLessThan(0n)
  const price = body.sensitivity.find(({ path }) => path === '/clauses/fees/rules/1/price/ratePpm')
  expect(BigInt(price?.upNet ?? 0)).toBeGreaterThan(0n)
})

test('a dry run names each payment a version would have priced otherwise, and its clause', async () => {
  const { t, get } = await house()
  await sell(t, 12_500n)
  await sell(t, 20n) // too small for the change to reach a cent
  t.w.pass(dayMs)
  await amend(t.w, offer, t.w.now() + dayMs)
  const { status, body } = await get(`/v1/agreements/${terms.agreement}/versions/2/dry-run`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ payments: 2, changed: 1, next: null })
  expect(body.items[0]?.lines).toEqual([
    { path: '/clauses/fees/rules/2', kind: 'wallet-fee', before: '31', after: '25' },
    { path: '/clauses/revenueShare/shares/1', kind: 'revenue-share', before: '5', after: '7' },
  ])
})

test('a partner prices its own agreement; another partner finds neither partner, version nor dry run', async () => {
  const { ask, get } = await house()
  const wish = { partner, of: { agreement: terms.agreement, version: 1 }, traffic: { kind: 'history', days: 5 } }
  expect((await ask(wish, 'alipay')).status).toBe(200)
  expect((await ask(wish, 'stranger')).status).toBe(404)
  expect((await get(`/v1/agreements/${terms.agreement}/versions/1/dry-run`, 'stranger')).status).toBe(404)
})

test('broken terms and traffic that is too large are refused with the place and a sentence in both languages', async () => {
  const { ask } = await house()
  const broken = {
    ...terms,
    clauses: { ...terms.clauses, revenueShare: { ...terms.clauses.revenueShare, shares: [] } },
  }
  const refused = await ask({ partner, of: { terms: broken }, traffic: { kind: 'history', days: 5 } })
  expect(refused.status).toBe(422)
  expect(JSON.stringify(refused.body)).toContain('/clauses/revenueShare/shares')
  const many = { ...summer, days: 400, paymentsPerDay: 20_000 }
  expect((await ask({ partner, of: { terms }, traffic: many })).body.code).toBe('projection.too_large')
})

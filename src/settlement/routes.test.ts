import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { agree, capture, enter, noodles, partner, refund, tea, termsWith, wallet } from '../../test/settled.ts'
import { dayMs } from '../base/time.ts'
import type { Who } from '../world/route.ts'
import { approvedPaid } from './confirmOrAsk.ts'
import { isSealed } from './csv.ts'
import { settlementRoutes } from './routes.ts'

const noon = Date.parse('2026-07-01T04:00:00Z')
const who = (id: string, orgKind: Who['orgKind'], org: string, ...permissions: string[]): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind,
  role: 'finance',
  permissions: new Set(permissions),
})
const finance = who('finance', 'institution', 'institution', 'settlements.read', 'settlements.close', 'approvals.read')
const alipay = who('alipay', 'partner', partner, 'settlements.read')
const stranger = who('stranger', 'partner', 'par_01jz0y2m3n4p5q6r7s8t9v0zzz', 'settlements.read')

async function house(): Promise<{
  w: TestWorld
  get(path: string, as?: Who): Promise<{ status: number; body: never; bytes: Buffer }>
  post(path: string, body: object): Promise<{ status: number; body: never }>
}> {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  await enter(w)
  await agree(w, termsWith())
  const known = [finance, alipay, stranger]
  const server = await open(w, settlementRoutes, {
    authenticate: async (_, { authorization }) => known.find(({ id }) => authorization === `Bearer ${id}`) ?? null,
  })
  const call = async (path: string, as: Who, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${as.id}`, ...init.headers },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: (isJson ? JSON.parse(bytes.toString()) : null) as never, bytes }
  }
  let key = 0
  return {
    w,
    get: (path, as = finance) => call(path, as),
    post: (path, body) =>
      call(path, finance, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'idempotency-key': `k${++key}` },
      }),
  }
}

const digestIn = (body: unknown): string => (body as { digest: string }).digest

type Nets = { nets: { side: string; net: { minor: string } }[]; net: { minor: string }; id: string; may: string[] }

test('a day is closed, read by both sides and paid through its doors', async () => {
  const { w, get, post } = await house()
  const terms = termsWith()
  const sold = await capture(w, { terms, at: noon, minor: 12_500n, no: 'o1' })
  await capture(w, { terms, at: noon, minor: 3_600n, merchant: noodles, no: 'o2' })
  await refund(w, sold, { terms, at: noon + 1, minor: 2_500n, no: 'r1' })
  const closed = await post('/v1/settlements', { wallet, day: '2026-07-01' })
  expect(closed.status).toBe(201)
  const settlement = closed.body as Nets
  expect(settlement).toMatchObject({
    state: 'closed',
    payments: 2,
    refunds: 1,
    gross: { currency: 'CNY', minor: '16100' },
    may: ['confirm-paid'],
  })
  const result = settlement.nets.reduce((all, { net }) => all + BigInt(net.minor), 0n)
  const [ours, theirs] = await Promise.all(
    [finance, alipay].map((as) =>
      get(`/v1/settlements/${settlement.id}/statement?side=${as === finance ? 'institution' : 'wallet'}`, as),
    ),
  )
  expect(ours?.body).toMatchObject({ net: { minor: String(result) } })
  expect(theirs?.body).toMatchObject({ net: { minor: `-${settlement.net.minor}` } })
  expect(digestIn(ours?.body)).toBe(digestIn(theirs?.body))
  const lines = await get(`/v1/settlements/${settlement.id}/lines?limit=4`)
  const { items, next } = lines.body as { items: { kind: string; payer: { id: string }; path: string }[]; next: string }
  const rest = (await get(`/v1/settlements/${settlement.id}/lines?limit=100&cursor=${next}`)).body as {
    items: object[]
    next: null
  }
  expect(items.map(({ kind }) => kind)).toEqual(['capture', 'merchant-fee', 'wallet-fee', 'revenue-share'])
  expect(items.length + rest.items.length).toBe(12)
  const told = await post(`/v1/settlements/${settlement.id}/paid`, { reference: '20260702-8841' })
  expect(told).toMatchObject({ status: 202, body: { state: 'closed', approval: { state: 'asked', grants: 0 } } })
  const approval = (told.body as { approval: { id: string; amount: object } }).approval
  expect(approval.amount).toEqual(settlement.net)
  await expect(grantAs(w, checker('finance', 'finance'), approval.id, approvedPaid)).rejects.toThrow('maker_checks')
  await grantAs(w, checker('risk', 'risk'), approval.id, approvedPaid)
  const paid = await get(`/v1/settlements/${settlement.id}`)
  expect(paid.body).toMatchObject({
    state: 'paid',
    may: [],
    approval: null,
    paid: { reference: '20260702-8841', by: 'finance' },
  })
  expect((await post(`/v1/settlements/${settlement.id}/paid`, { reference: 'again' })).status).toBe(409)
})

test('files are given out sealed, with the names and counts of the day, also when it was empty', async () => {
  const { w, get, post } = await house()
  await capture(w, { terms: termsWith(), at: noon, minor: 12_500n, no: '=cmd' })
  const full = (await post('/v1/settlements', { wallet, day: '2026-07-01' })).body as Nets
  w.pass(dayMs)
  const empty = (await post('/v1/settlements', { wallet, day: '2026-07-02' })).body as Nets
  for (const [id, counts] of [
    [full.id, [2, 1, 6]],
    [empty.id, [0, 0, 6]],
  ] as const) {
    const { items } = (await get(`/v1/settlements/${id}/files`, alipay)).body as {
      items: { name: string; lines: number; digest: string }[]
    }
    expect(items.map(({ lines }) => lines)).toEqual(counts)
    for (const { name, digest } of items) {
      const file = await get(`/v1/settlements/${id}/files/${name}`, alipay)
      expect(isSealed(file.bytes)).toBe(true)
      expect(file.bytes.toString()).toContain(digest)
    }
  }
  const csv = (await get(`/v1/settlements/${full.id}/statement?side=merchant:${tea}&format=csv`)).bytes
  expect(isSealed(csv)).toBe(true)
  expect(csv.toString()).toContain(",'=cmd,")
})

test('a partner sees its own days and nothing that merchants pay; a stranger sees none', async () => {
  const { w, get, post } = await house()
  await capture(w, { terms: termsWith(), at: noon, minor: 12_500n, no: 'o1' })
  const { id } = (await post('/v1/settlements', { wallet, day: '2026-07-01' })).body as Nets
  const seen = await get(`/v1/settlements/${id}`, alipay)
  expect((seen.body as Nets).nets.map(({ side }) => side)).toEqual(['wallet'])
  const { items } = (await get(`/v1/settlements/${id}/lines`, alipay)).body as { items: { kind: string }[] }
  expect(items.map(({ kind }) => kind)).toEqual(['capture', 'wallet-fee', 'revenue-share'])
  expect((await get(`/v1/settlements/${id}/statement?side=institution`, alipay)).status).toBe(404)
  expect((await get(`/v1/settlements/${id}`, stranger)).status).toBe(404)
  expect((await get('/v1/settlements', stranger)).body).toEqual({ items: [], next: null })
})

test('an open day shows what it has collected, and the list turns its pages', async () => {
  const { w, get, post } = await house()
  for (let day = 1; day <= 5; day++) {
    await post('/v1/settlements', { wallet, day: `2026-07-0${day}` })
    w.pass(dayMs)
  }
  const first = (await get('/v1/settlements?limit=3')).body as { items: { day: string }[]; next: string }
  const second = (await get(`/v1/settlements?limit=3&cursor=${first.next}`)).body as {
    items: { day: string }[]
    next: null
  }
  expect([...first.items, ...second.items].map(({ day }) => day)).toEqual([
    '2026-07-05',
    '2026-07-04',
    '2026-07-03',
    '2026-07-02',
    '2026-07-01',
  ])
  expect(second.next).toBe(null)
  expect((await get('/v1/settlements?cursor=nonsense')).status).toBe(400)
  expect((await post('/v1/settlements', { wallet, day: '2026-07-31' })).body).toMatchObject({
    code: 'settlement.too_early',
  })
  expect((await post('/v1/settlements', { wallet: 'nobody', day: '2026-07-31' })).body).toMatchObject({
    code: 'settlement.unknown_wallet',
  })
})

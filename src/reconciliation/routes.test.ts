import { expect, onTestFinished, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { agree, capture, connectAlipay, enter, partner, termsWith, wallet } from '../../test/settled.ts'
import { digestOf } from '../base/digest.ts'
import { money, portion } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { settlementRoutes } from '../settlement/routes.ts'
import { alipay } from '../wallets/alipay/alipay.ts'
import { connected } from '../wallets/connected.ts'
import type { Who } from '../world/route.ts'
import { approvedResolution } from './resolveOrAsk.ts'
import { reconciliationRoutes } from './routes.ts'

const finance: Who = {
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id: 'finance',
  name: 'Wang Min',
  org: 'institution',
  orgKind: 'institution',
  role: 'finance',
  permissions: new Set(['reconciliations.read', 'reconciliations.run', 'approvals.read']),
}
const stranger: Who = { ...finance, id: 'stranger', orgKind: 'partner', org: 'par_01jz0y2m3n4p5q6r7s8t9v0zzz' }

test('a day is fetched, its differences read and explained through the doors', async () => {
  const w = await testWorld({ at: '2026-07-01T04:00:00Z' })
  const terms = termsWith()
  await enter(w)
  await agree(w, terms)
  const simulator = await connectAlipay(w, ({ totalFen }) => portion(money('CNY', totalFen), 2_500n).minor)
  onTestFinished(() => simulator.stop())
  const account = (await connected(w, wallet))?.account
  if (!account) throw new Error('the wallet is connected')
  for (const no of ['good', 'over']) {
    const amount = money('CNY', 50_000n)
    const authCode = simulator.phone.code('lin').code
    const paid = await alipay.pay(w, account, {
      orderNo: no,
      amount,
      subject: '茶',
      expiresAt: w.now() + hourMs,
      timeoutMs: 3_000,
      authCode,
    })
    if (paid.outcome === 'paid') await capture(w, { terms, at: w.now(), minor: 50_000n, no, walletNo: paid.walletNo })
  }
  simulator.levers.pull({ kind: 'overcharge', orderNo: 'over', fen: '200', times: 1 })
  w.pass(22 * hourMs)
  const server = await open(w, [...settlementRoutes, ...reconciliationRoutes], {
    authenticate: async (_, { authorization }) =>
      [finance, stranger].find(({ id }) => authorization === `Bearer ${id}`) ?? null,
  })
  let key = 0
  const call = async (path: string, body?: object, as = 'finance') => {
    const headers = {
      authorization: `Bearer ${as}`,
      'content-type': 'application/json',
      'idempotency-key': `k${++key}`,
    }
    const response = await fetch(
      `${server.url}/v1/reconciliations${path}`,
      body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers: { authorization: `Bearer ${as}` } },
    )
    return { status: response.status, body: (await response.json()) as never }
  }
  const ran = await call('', { wallet, day: '2026-07-01' })
  expect(ran).toMatchObject({
    status: 201,
    body: {
      state: 'differences',
      rows: 2,
      matched: 1,
      differences: 1,
      difference: { currency: 'CNY', minor: '200' },
      may: ['run', 'resolve'],
      totals: { feesOurs: { minor: '250' }, feesTheirs: { minor: '450' } },
      wallet: { id: wallet },
      version: { version: 1 },
    },
  })
  const { id, types, fileDigest } = ran.body as {
    id: string
    fileDigest: string
    types: { type: string; count: number }[]
  }
  expect(types.map(({ type, count }) => [type, count])).toEqual([
    ['matched', 1],
    ['missing-in-bill', 0],
    ['missing-in-books', 0],
    ['amount-differs', 0],
    ['fee-differs', 1],
    ['state-differs', 0],
    ['duplicate', 0],
  ])
  const rows = (await call(`/${id}/rows?limit=1`)).body as { items: { id: string; type: string }[]; next: string }
  expect(rows.items).toMatchObject([
    {
      type: 'fee-differs',
      order: 'over',
      finding: 'rate',
      path: '/clauses/fees/rules/2',
      state: 'open',
      payment: expect.stringMatching(/^pay_/),
      difference: { currency: 'CNY', minor: '200' },
      feeOurs: { minor: '125' },
      feeTheirs: { minor: '325' },
      how: expect.stringContaining('0.25% x 500.00'),
    },
  ])
  expect((await call(`/${id}/rows?cursor=${rows.next}`)).body).toMatchObject({
    items: [{ type: 'matched' }],
    next: null,
  })
  expect((await call('?state=differences')).body).toMatchObject({ items: [{ id }] })
  expect((await call(`/${id}`, undefined, 'stranger')).status).toBe(404)
  const file = await fetch(`${server.url}/v1/reconciliations/${id}/file`, {
    headers: { authorization: 'Bearer finance' },
  })
  expect(digestOf(Buffer.from(await file.arrayBuffer()))).toBe(fileDigest)
  const told = { note: '已与钱包确认，次月退回', evidence: 'ticket 4711' }
  const asked = await call(`/${id}/rows/${rows.items[0]?.id}/resolve`, told)
  expect(asked).toMatchObject({
    status: 202,
    body: { state: 'differences', approvals: [{ object: rows.items[0]?.id, amount: { minor: '200' } }] },
  })
  const approval = (asked.body as { approvals: { id: string }[] }).approvals[0]?.id ?? ''
  expect((await call(`/${id}/rows?limit=1`)).body).toMatchObject({ items: [{ approval, state: 'open' }] })
  await grantAs(w, checker('risk', 'risk'), approval, approvedResolution)
  expect(await call(`/${id}`)).toMatchObject({
    status: 200,
    body: { state: 'balanced', differences: 0, approvals: [], may: ['run'] },
  })
  expect((await call(`/${id}/rows/${rows.items[0]?.id}/resolve`, told)).status).toBe(409)
  expect((await call('?state=balanced')).body).toMatchObject({ items: [{ id }] })
  expect((await call('', { wallet, day: '2026-07-02' })).body).toMatchObject({ code: 'reconciliation.day_not_over' })
  expect(partner).toMatch(/^par_/)
})

import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { knowing, open } from '../../test/doors.ts'
import { type Till, till } from '../../test/paying.ts'
import { tea } from '../../test/settled.ts'
import { present } from '../base/assert.ts'
import { prove } from '../ledger/prove.ts'
import type { Who } from '../world/route.ts'
import { pay } from './pay.ts'
import { approvedRefund } from './refundOrAsk.ts'
import { paymentRoutes } from './routes.ts'
import { paymentById } from './store.ts'
import { attemptsOf } from './storeAttempt.ts'
import { refundsOf } from './storeRefund.ts'

const may = ['payments.read', 'payments.refund', 'approvals.read']
const finance: Who = { ...checker('finance', 'finance'), permissions: new Set(may) }
const machine: Who = { ...finance, kind: 'key', id: 'machine', role: 'api-key' }
const shop: Who = { ...machine, id: 'shop', org: tea, orgKind: 'merchant' }
const risk = checker('risk', 'risk')

async function paid(t: Till, minor: bigint): Promise<string> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'test')
  t.scanAndPay(present((await attemptsOf(t.w, payment)).at(-1)?.code, 'a shown code'))
  await t.notices()
  return payment
}

async function desk(t: Till) {
  const { url } = await open(t.w, paymentRoutes, { authenticate: knowing(finance, machine, shop) })
  let keys = 0
  const get = async (who: Who, path: string) =>
    (await (await fetch(`${url}/v1/payments/${path}`, { headers: { authorization: `Bearer ${who.id}` } })).json()) as {
      [member: string]: never
    }
  const refund = async (who: Who, id: string, minor: string) => {
    const reply = await fetch(`${url}/v1/payments/${id}/refunds`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${who.id}`,
        'content-type': 'application/json',
        'idempotency-key': `k${++keys}`,
      },
      body: JSON.stringify({ amount: { currency: 'CNY', minor }, reason: '客户退货' }),
    })
    return { status: reply.status, json: (await reply.json()) as { approval: { id: string } | null; code?: string } }
  }
  return { get, refund }
}
const refunds = async (t: Till, id: string) =>
  (await refundsOf(t.w, id)).map(({ state, amount }) => [state, amount.minor])

test('a person’s refund of 2,000 yuan waits for a second person, moves nothing until then, and then goes out once', async () => {
  const t = await till()
  const id = await paid(t, 500_000n)
  const { get, refund } = await desk(t)
  expect(await get(finance, `${id}/refund-preview?minor=200000`)).toMatchObject({
    needs: { number: 1, checkers: 1, roles: [{ role: 'finance' }, { role: 'risk' }] },
  })
  expect(await get(finance, `${id}/refund-preview?minor=199999`)).toMatchObject({ needs: null })
  const asked = await refund(finance, id, '200000')
  expect(asked).toMatchObject({
    status: 202,
    json: { refunds: [], approval: { state: 'asked', checkers: 1, grants: 0 } },
  })
  const before = await paymentById(t.w, id)
  expect(before?.refunding.minor).toBe(0n)
  const approval = asked.json.approval?.id ?? ''
  expect((await refund(finance, id, '200000')).json.approval?.id).toBe(approval)
  await expect(grantAs(t.w, { ...finance, permissions: risk.permissions }, approval, approvedRefund)).rejects.toThrow(
    'identity.maker_checks',
  )
  await grantAs(t.w, risk, approval, approvedRefund)
  expect(await refunds(t, id)).toEqual([['refunded', 200_000n]])
  expect(await get(finance, id)).toMatchObject({ approval: null, refunded: { minor: '200000' } })
  await t.work()
  expect(await refunds(t, id)).toEqual([['refunded', 200_000n]])
  expect(await prove(t.w)).toMatchObject({ holds: true })
})

test('a smaller refund of a person, and any of an API key, waits for nobody', async () => {
  const t = await till()
  const id = await paid(t, 500_000n)
  const { refund } = await desk(t)
  expect((await refund(finance, id, '199999')).status).toBe(201)
  expect((await refund(machine, id, '200000')).status).toBe(201)
  expect((await refund(shop, id, '100001')).status).toBe(201)
})

test('what could not be refunded is not asked for, and a merchant does not learn what our people ask each other', async () => {
  const t = await till()
  const id = await paid(t, 300_000n)
  const { refund, get } = await desk(t)
  expect((await refund(finance, id, '300001')).json.code).toBe('payments.over_refund')
  expect((await refund(finance, id, '300000')).status).toBe(202)
  expect(await get({ ...shop }, id)).toMatchObject({ approval: null })
})

test('a refund that was overtaken while it waited fails and says why', async () => {
  const t = await till()
  const id = await paid(t, 300_000n)
  const { refund } = await desk(t)
  const approval = (await refund(finance, id, '300000')).json.approval?.id ?? ''
  expect((await refund(machine, id, '100000')).status).toBe(201)
  await grantAs(t.w, risk, approval, approvedRefund)
  const { rows } = await t.w.db.pool.query(`select state, outcome from identity.approval where id = $1`, [approval])
  expect(rows).toMatchObject([{ state: 'failed', outcome: { refused: { code: 'payments.over_refund' } } }])
  expect(await refunds(t, id)).toEqual([['refunded', 100_000n]])
})

import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { knowing, open } from '../../test/doors.ts'
import { type Till, till } from '../../test/paying.ts'
import { tea } from '../../test/settled.ts'
import { present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { minuteMs } from '../base/time.ts'
import { approvalById } from '../identity/storeApprovals.ts'
import { person } from '../identity/testApprovals.ts'
import { prove } from '../ledger/prove.ts'
import { connected } from '../wallets/connected.ts'
import type { Who } from '../world/route.ts'
import { cancel } from './cancel.ts'
import { pay } from './pay.ts'
import { release } from './release.ts'
import { approvedRelease, releaseOrAsk } from './releaseOrAsk.ts'
import { paymentRoutes } from './routes.ts'
import { paymentById, stepsOfPayment } from './store.ts'
import { attemptsOf } from './storeAttempt.ts'
import { refundsOf } from './storeRefund.ts'

const risk = checker('usr_risk', 'risk')
const wish = { evidence: 'AP-20261124-118', actor: 'Wang Min' }

async function shown(t: Till): Promise<{ id: Id<'pay'>; code: string }> {
  const { payment } = await pay(t.w, t.order(), null, 'test')
  return { id: payment, code: present((await attemptsOf(t.w, payment)).at(-1)?.code, 'a shown code') }
}
async function paid(t: Till): Promise<Id<'pay'>> {
  const { id, code } = await shown(t)
  t.scanAndPay(code)
  await t.notices()
  return id
}
const freeze = (t: Till, id: string, because: string) =>
  t.w.db.pool.query('update payments.payment set frozen = $2 where id = $1', [id, because])
const stands = async (t: Till, id: string) => {
  const payment = present(await paymentById(t.w, id), 'a payment')
  return [payment.state, payment.frozen]
}
const secondTrade = 'a second trade 2026112422001 for one order'

test('a paid payment is freed when the wallet says what our books hold, and only by a second person’s word', async () => {
  const t = await till()
  const id = await paid(t)
  await freeze(t, id, secondTrade)
  const finance: Who = await person(t.w, 'finance')
  const shop: Who = { ...finance, id: 'shop', org: tea, orgKind: 'merchant' }
  const machine: Who = { ...finance, kind: 'key', id: 'machine' }
  const { url } = await open(t.w, paymentRoutes, { authenticate: knowing(finance, shop, machine) })
  let keys = 0
  const ask = async (who: Who, door = 'release', body: object = { reason: '支付宝确认仅一笔', evidence: 'AP-118' }) => {
    const headers = {
      authorization: `Bearer ${who.id}`,
      'content-type': 'application/json',
      'idempotency-key': `k${++keys}`,
    }
    const reply = await fetch(`${url}/v1/payments/${id}/${door}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return { status: reply.status, json: (await reply.json()) as { code?: string; approval: { id: string } | null } }
  }
  expect((await ask(finance, 'refunds', { amount: { currency: 'CNY', minor: '100' }, reason: 'x' })).json.code).toBe(
    'payments.frozen',
  )
  for (const who of [shop, machine]) expect((await ask(who)).json.code).toBe('payments.people_release')
  expect((await ask(finance, 'release', { reason: '支付宝确认仅一笔' })).status).toBe(400)
  const asked = await ask(finance)
  expect([asked.status, await stands(t, id)]).toEqual([202, ['captured', secondTrade]])
  await grantAs(t.w, risk, asked.json.approval?.id ?? '', approvedRelease)
  expect(await stands(t, id)).toEqual(['captured', null])
  expect((await stepsOfPayment(t.w, id)).at(-1)?.because).toBe('released: the wallet says what our books hold')
  expect((await ask(finance)).json.code).toBe('payments.not_frozen')
})

test('what the wallet took back stays frozen in our books: the approval fails and says so', async () => {
  const t = await till()
  const id = await paid(t)
  await freeze(t, id, 'the wallet cancelled a payment that is in our books')
  const [attempt] = await attemptsOf(t.w, id)
  const { wallet, account } = present(await connected(t.w, 'alipay'), 'a wallet')
  await wallet.cancel(t.w, account, { orderNo: attempt?.orderNo ?? '', timeoutMs: 3_000 })
  await expect(release(t.w, id, wish, null)).rejects.toMatchObject({ code: 'payments.still_frozen' })
  expect((await stands(t, id))[0]).toBe('captured')
  expect(await prove(t.w)).toMatchObject({ holds: true })
})

test('a wallet that does not answer proves nothing, and one that names another trade does not either', async () => {
  const t = await till()
  const id = await paid(t)
  await freeze(t, id, secondTrade)
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.query', times: 1 })
  await expect(release(t.w, id, wish, null)).rejects.toMatchObject({ code: 'payments.still_frozen' })
  await t.w.db.pool.query(`update payments.attempt set wallet_no = 'another' where payment = $1`, [id])
  await expect(release(t.w, id, wish, null)).rejects.toMatchObject({ code: 'payments.still_frozen' })
  expect(await stands(t, id)).toEqual(['captured', secondTrade])
})

test('an open payment goes back to being asked about, and ends by what the wallet says', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  await freeze(t, id, 'the wallet says 1 CNY for 12500')
  t.scanAndPay(code)
  await release(t.w, id, wish, 'once')
  expect(await stands(t, id)).toEqual(['captured', null])
  await release(t.w, id, wish, 'once')
  expect(await prove(t.w)).toMatchObject({ holds: true })
})

test('a late success that could not be given back is given back anew, once', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  t.alipay.levers.pull({ kind: 'late_success', times: 1 })
  await cancel(t.w, id, 'test')
  t.alipay.levers.pull({
    kind: 'refuse',
    method: 'alipay.trade.refund',
    subCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
    times: 1,
  })
  t.scanAndPay(code)
  await t.notices()
  await t.wait(minuteMs)
  expect((await stands(t, id))[1]).toMatch(/^a late success could not be given back/)
  await release(t.w, id, wish, null)
  expect(await stands(t, id)).toEqual(['cancelled', null])
  expect((await refundsOf(t.w, id)).map(({ state }) => state).sort()).toEqual(['declined', 'refunded'])
  expect([...t.alipay.books.trades.values()].flatMap(({ refunds }) => refunds)).toHaveLength(1)
  expect(await prove(t.w)).toMatchObject({ holds: true })
})

test('a release is not carried out for a maker who may no longer ask the wallet', async () => {
  const t = await till()
  const id = await paid(t)
  await freeze(t, id, secondTrade)
  const finance = await person(t.w, 'finance')
  const asked = await releaseOrAsk(t.w, id, { reason: '核对无误', ...wish }, finance, null)
  await t.w.db.pool.query('update identity.person set active = false where id = $1', [finance.id])
  await grantAs(t.w, risk, asked?.id ?? '', approvedRelease)
  expect((await approvalById(t.w, asked?.id ?? ''))?.outcome?.refused?.code).toBe('identity.maker_lost')
  expect(await stands(t, id)).toEqual(['captured', secondTrade])
})

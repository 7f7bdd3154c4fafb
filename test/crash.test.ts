import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seededRandom } from '../src/base/random.ts'
import { prove } from '../src/ledger/prove.ts'
import { openBooks } from '../src/wallets/alipay/simulator-books.ts'
import { openJournal } from '../src/wallets/alipay/simulator-journal.ts'
import { system } from '../src/world/actor.ts'
import { type Database, openDatabase } from '../src/world/database.ts'
import { keysInMemory } from '../src/world/keys.ts'
import { makeLog } from '../src/world/log.ts'
import { siteAt } from '../src/world/site.ts'
import { type Answer, type Running, running } from './running.ts'

// The product as a process of its own, its database and its wallet, killed with signal 9 while tills are at work.

const clients = 8
// Bounds, not promises: generous enough for a machine that runs all other tests beside.
const quietMs = 90_000
const retryMs = 120_000
const wholeMs = 300_000
const seed = Number(process.env['SEED'] ?? 17)

test('kill -9 of the application and of the database in the middle of payments loses none and doubles none', {
  timeout: wholeMs,
}, async () => {
  const product = await running()
  await product.start()
  const random = seededRandom(seed)
  const tills = Array.from({ length: clients }, (_, number) =>
    newTill(product, number, seededRandom(seed * 100 + number)),
  )
  const work = Promise.all(tills.map((till) => till.work()))
  const between = (): Promise<void> => sleep(1_200 + random.below(1_800))

  await between()
  await product.kill()
  await product.start()
  await between()
  await Promise.all([product.kill(), product.killDatabase()])
  await product.start()
  await between()
  await product.killDatabase()
  await between()

  for (const till of tills) till.stop()
  await work
  const kept = await quiet(product)
  expect((await product.stop()).code).toBe(0)
  const operations = tills.reduce((sum, till) => sum + till.payments.length + till.refunds.length, 0)
  const retries = tills.reduce((sum, till) => sum + till.retries, 0)
  process.stdout.write(
    `crashes: ${operations} operations acknowledged, ${retries} retries, 2 kills of the application, 2 of the database\n`,
  )

  expect(kept.proof).toMatchObject({ holds: true, problems: [] })
  expect(kept.open).toEqual([])
  expect(operations).toBeGreaterThan(clients * 3)
  const payments = new Map(kept.payments.map((payment) => [payment.order_no, payment]))
  for (const { order, id } of tills.flatMap(({ payments: told }) => told))
    expect([order, payments.get(order)?.id]).toEqual([order, id])
  // Each refund was asked for with a reason of its own: it exists once, however often its till had to ask.
  const asked = new Map(tills.flatMap(({ refunds }) => refunds).map(({ reason, minor }) => [reason, minor]))
  const refunds = kept.refunds.filter(({ reason }) => asked.has(reason))
  expect(refunds.map(({ reason }) => reason).sort()).toEqual([...asked.keys()].sort())
  for (const { reason, minor, state } of refunds)
    expect([reason, minor, state]).toEqual([reason, asked.get(reason), 'refunded'])
  expect(ours(kept)).toEqual(theirs(product, kept))
})

type Row = { id: string; order_no: string; wallet_order: string; state: string; minor: bigint; refunded_minor: bigint }
type Kept = {
  payments: Row[]
  refunds: { reason: string; minor: bigint; state: string }[]
  open: unknown[]
  proof: Awaited<ReturnType<typeof prove>>
}

const lost = ['declined', 'cancelled', 'expired']
const underWayStates = ['created', 'needs_action', 'processing', 'unknown']

/** Wallet order → what we say was paid and given back, of every payment that ever took money. */
const ours = ({ payments }: Kept): string[] =>
  payments
    .filter(({ state }) => ![...lost, ...underWayStates].includes(state))
    .map((row) => `${row.wallet_order} ${row.minor} ${row.refunded_minor}`)
    .sort()

// The simulator's own books, read after it has stopped. What was wholly given back by a cancel was never a sale, and the one
// payment that the sandbox leaves unknown on purpose is nobody's yet.
function theirs({ home }: Running, { payments }: Kept): string[] {
  const unknown = new Set(payments.flatMap((row) => (underWayStates.includes(row.state) ? [row.wallet_order] : [])))
  const journal = openJournal(join(home, 'alipay-simulator.jsonl'))
  const trades = [...openBooks(journal).trades.values()]
  journal.close()
  return trades
    .filter(
      ({ paidAt, cancelAction, orderNo }) => paidAt !== null && cancelAction !== 'refund' && !unknown.has(orderNo),
    )
    .map(
      ({ orderNo, totalFen, refunds }) => `${orderNo} ${totalFen} ${refunds.reduce((sum, { fen }) => sum + fen, 0n)}`,
    )
    .sort()
}

/** Waits, within a bound, until no payment of ours (the sandbox shows an unknown one on purpose) and no refund is under way, and reads what is stored. */
async function quiet({ home }: Running): Promise<Kept> {
  const db = openDatabase({
    url: `postgresql://postgres@/covenant?host=${encodeURIComponent(join(home, 'postgres', 'socket'))}`,
    most: 4,
  })
  try {
    const until = Date.now() + quietMs
    let open = await underWay(db)
    while (open.length > 0 && Date.now() < until) {
      await sleep(250)
      open = await underWay(db)
    }
    const now = () => Date.now()
    const fetch = () => Promise.reject(new TypeError('no network here'))
    const world = {
      db,
      now,
      fetch,
      random: seededRandom(1),
      keys: keysInMemory(),
      log: makeLog('silent'),
      mode: 'sandbox' as const,
      site: siteAt(null),
      actor: system('test'),
      jobShiftMs: 0,
    }
    const { rows: payments } = await db.pool.query<Row>(
      `select p.id, p.order_no, a.order_no as wallet_order, p.state, p.minor, p.refunded_minor
         from payments.payment p join payments.attempt a on a.payment = p.id`,
    )
    const { rows: refunds } = await db.pool.query<Kept['refunds'][number]>(
      'select reason, minor, state from payments.refund where not late',
    )
    return { payments, refunds, open, proof: await prove(world) }
  } finally {
    await db.close()
  }
}

async function underWay(db: Database): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    `select id, state, to_char(to_timestamp(created_at_ms / 1000.0), 'HH24:MI:SS') as made from payments.payment
      where state in ('created', 'needs_action', 'processing', 'unknown') and order_no like 'CRASH-%'
     union all select id, state, reason from payments.refund where state in ('asked', 'unknown')`,
  )
  return rows
}

type Till = {
  payments: { order: string; id: string }[]
  refunds: { reason: string; minor: bigint }[]
  retries: number
  work(): Promise<void>
  stop(): void
}

const shoppers = ['lin', 'chen', 'zhou', 'wang']

// One till: sells, waits until it knows what became of a sale, gives some back; asks again with the same key when nobody answers.
function newTill(product: Running, number: number, random: ReturnType<typeof seededRandom>): Till {
  const shopper = shoppers[number % shoppers.length] ?? 'lin'
  let isOpen = true
  let made = 0
  const surely: Surely = (ask) => untilAnswered(ask, random, () => void self.retries++)
  const order = async (product_: string, more: object): Promise<Record<string, unknown>> => {
    const no = `CRASH-${seed}-${number}-${++made}`
    const key = crypto.randomUUID()
    const minor = String(100 + random.below(9_000))
    const body = {
      order: no,
      amount: { currency: 'CNY', minor },
      product: product_,
      subject: '桂花乌龙',
      wallet: 'alipay',
      ...more,
    }
    const { status, body: said } = await surely(() => product.call('till', 'POST', '/v1/payments', body, key))
    expect([200, 201, 202], JSON.stringify(said)).toContain(status)
    self.payments.push({ order: no, id: String(said['id']) })
    return said
  }
  const giveBack = async (id: string): Promise<void> => {
    const reason = `CRASH-R-${number}-${made}`
    const minor = BigInt(1 + random.below(90))
    const key = crypto.randomUUID()
    const body = { amount: { currency: 'CNY', minor: minor.toString() }, reason }
    const { status } = await surely(() => product.call('till', 'POST', `/v1/payments/${id}/refunds`, body, key))
    if (status < 300) self.refunds.push({ reason, minor })
  }
  const sellByShownCode = async (): Promise<string> => {
    const { body } = await surely(() => product.phone('POST', '/phone/code', { shopper }))
    return String((await order('qr-consumer', { payment_code: body['code'] }))['id'])
  }
  const sellByCode = async (): Promise<string> => {
    const said = await order('qr-merchant', {})
    const id = String(said['id'])
    let code = said['code']
    for (let turn = 0; typeof code !== 'string' && turn < 60; turn++) {
      await sleep(150)
      code = (await surely(() => product.call('till', 'GET', `/v1/payments/${id}`))).body['code']
    }
    const { status, body } = await surely(() => product.phone('POST', '/phone/scan', { shopper, code }))
    if (status !== 200) return id
    await surely(() =>
      product.phone('POST', '/phone/confirm-pending', { shopper, tradeToken: body['tradeToken'], pin: '246810' }),
    )
    return id
  }
  const self: Till = {
    payments: [],
    refunds: [],
    retries: 0,
    stop: () => {
      isOpen = false
    },
    work: async () => {
      while (isOpen) {
        const id = random.below(2) === 0 ? await sellByShownCode() : await sellByCode()
        const state = await settled(product, surely, id)
        if (state === 'captured' && random.below(3) === 0) await giveBack(id)
      }
    },
  }
  return self
}

type Surely = (ask: () => Promise<Answer>) => Promise<Answer>

async function untilAnswered(
  ask: () => Promise<Answer>,
  random: ReturnType<typeof seededRandom>,
  onRetry: () => void,
): Promise<Answer> {
  for (const until = Date.now() + retryMs; ; onRetry()) {
    const answer = await ask().catch(() => null)
    const isFinal = answer !== null && answer.status < 500 && answer.status !== 409 && answer.status !== 429
    if (isFinal) return answer
    if (Date.now() > until) throw new Error(`no answer that counts: ${JSON.stringify(answer)}`)
    await sleep(100 + random.below(200))
  }
}

async function settled(product: Running, surely: Surely, id: string): Promise<string> {
  for (let turn = 0; ; turn++) {
    const { body } = await surely(() => product.call('till', 'GET', `/v1/payments/${id}`))
    const state = String(body['state'])
    if (!underWayStates.includes(state) || turn > 150) return state
    // A till that waits too long takes its order back: paid or not, it then knows.
    if (turn === 15) await product.call('till', 'POST', `/v1/payments/${id}/cancel`, {}).catch(() => null)
    await sleep(150)
  }
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { agree, capture, partner, refund, termsWith, wallet } from '../../test/settled.ts'
import { digestOf } from '../base/digest.ts'
import { money, negate, sum } from '../base/money.ts'
import { addDays, hourMs, minuteMs } from '../base/time.ts'
import type { ClearingLine } from '../settlement/clearing.ts'
import type { BillAnswer, BillRow } from '../wallets/wallet.ts'
import { runDueJobs } from '../world/jobs.ts'
import { reconciliationJobs } from './jobs.ts'
import { receiveBill } from './receiveBill.ts'
import { resolveItem } from './resolve.ts'
import { reconciliationById } from './store.ts'
import { itemsPage } from './storeItem.ts'

const day = '2026-07-01' as const
const noon = Date.parse('2026-07-01T04:00:00Z')
const ask = { partner, wallet, day, currency: 'CNY' as const, zone: 'Asia/Shanghai' }
const terms = termsWith()
const evidence = {
  operation: 'bill',
  sentAt: 0,
  latencyMs: 1,
  httpStatus: 200,
  request: '',
  response: '',
  code: '10000',
}

/** The row that an honest wallet writes for a line of ours. */
const rowOf = (line: ClearingLine, at: number): BillRow => ({
  line: at + 6,
  kind: line.kind === 'refund' ? 'refund' : 'payment',
  walletNo: line.walletNo ?? '',
  orderNo: line.orderNo,
  requestNo: line.requestNo,
  subject: '龙井茶',
  createdAt: line.at,
  completedAt: line.at,
  storeNo: '',
  payer: '',
  amount: line.amount,
  received: line.amount,
  fee: negate(line.walletFee),
  text: `${line.walletNo}\t,${line.orderNo}\t`,
})

function billOf(rows: readonly BillRow[]): BillAnswer {
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const file = Buffer.from(
    rows
      .map((row) =>
        Object.values(row)
          .map((value) => (typeof value === 'object' && value ? value.minor : value))
          .join('|'),
      )
      .join('\n'),
  )
  return {
    outcome: 'ready',
    rows,
    file,
    digest: digestOf(file),
    evidence,
    totals: {
      payments: of('payment').length,
      refunds: of('refund').length,
      paid: sum(
        'CNY',
        of('payment').map(({ received }) => received),
      ),
      refunded: sum(
        'CNY',
        of('refund').map(({ received }) => received),
      ),
    },
  }
}

async function house(): Promise<TestWorld> {
  const w = await testWorld({ at: '2026-07-02T02:00:00Z' })
  await agree(w, terms)
  return w
}

const sell = (w: TestWorld, no: string, minor: bigint, at = noon) => capture(w, { terms, at, minor, no })
const differences = async (w: TestWorld, id: string) => {
  const found = await reconciliationById(w, id)
  const items = await itemsPage(w, {
    reconciliation: id,
    run: found?.run ?? 0,
    type: null,
    state: null,
    after: -1,
    most: 1_000,
  })
  return items.filter(({ type, state }) => type !== 'matched' || state !== 'settled')
}

test('an honest file is matched line by line and closes its day', async () => {
  const w = await house()
  const sold = await sell(w, 'o1', 12_500n)
  const back = await refund(w, sold, { terms, at: noon + hourMs, minor: 2_500n, no: 'r1' })
  const done = await receiveBill(w, null, ask, billOf([sold, back].map(rowOf)))
  expect(done).toMatchObject({
    state: 'closed',
    run: 1,
    totals: {
      rows: 2,
      ours: { minor: 10_000n },
      theirs: { minor: 10_000n },
      feesOurs: { minor: 25n },
      feesTheirs: { minor: 25n },
    },
  })
  expect(await differences(w, done.id)).toEqual([])
  const { rows } = await w.db.pool.query(`select data from world.outbox where name = 'reconciliation.closed'`)
  expect(rows).toEqual([{ data: { reconciliation: done.id, wallet, day, differences: 0 } }])
})

test('the same file a second time changes nothing', async () => {
  const w = await house()
  const bill = billOf([
    rowOf(await sell(w, 'o1', 12_500n), 0),
    { ...rowOf(await sell(w, 'o2', 900n), 1), orderNo: 'stranger' },
  ])
  const state = async () =>
    (
      await w.db.pool.query(
        `select (select jsonb_agg(r) from reconciliation.reconciliation r) as r, (select jsonb_agg(i order by id) from reconciliation.item i) as i, (select count(*) from world.outbox) as o`,
      )
    ).rows
  await receiveBill(w, null, ask, bill)
  const before = await state()
  w.pass(minuteMs)
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) => receiveBill(w, at % 2 ? `k${at}` : null, ask, bill)),
  )
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  expect(await state()).toEqual(before)
})

test('each kind of wrong row is found, named and measured', async () => {
  const w = await house()
  const names = ['good', 'missing', 'cent', 'rate', 'tier', 'round', 'twice', 'number']
  const lines = new Map<string, ClearingLine>()
  for (const name of names) lines.set(name, await sell(w, name, 1_000_000n))
  const row = (name: string, change: Partial<BillRow> = {}) => ({
    ...rowOf(lines.get(name) as ClearingLine, names.indexOf(name)),
    ...change,
  })
  const bill = billOf([
    row('good'),
    row('cent', { received: money('CNY', 999_999n), amount: money('CNY', 999_999n) }),
    row('rate', { fee: money('CNY', -6_000n) }),
    row('tier', { fee: money('CNY', -2_200n) }),
    row('round', { fee: money('CNY', -2_501n) }),
    row('twice'),
    row('twice', { line: 90 }),
    row('number', { walletNo: '2026another' }),
    row('good', { orderNo: 'stranger', line: 91 }),
    {
      ...row('good', { line: 92 }),
      kind: 'refund' as const,
      requestNo: 'never-asked',
      received: money('CNY', -500n),
      fee: money('CNY', 1n),
    },
  ])
  const done = await receiveBill(w, null, ask, bill)
  expect(done.state).toBe('matched')
  const found = (await differences(w, done.id)).map(({ orderNo, type, finding, difference }) => [
    orderNo,
    type,
    finding,
    difference.minor,
  ])
  expect(found).toEqual([
    ['cent', 'amount-differs', null, -1n],
    ['rate', 'fee-differs', 'rate', 3_500n],
    ['tier', 'fee-differs', 'tier', -300n],
    ['round', 'fee-differs', 'rounding', 1n],
    ['twice', 'duplicate', null, 1_000_000n],
    ['number', 'state-differs', null, 0n],
    ['stranger', 'missing-in-books', null, 1_000_000n],
    ['good', 'state-differs', null, -500n],
    ['missing', 'missing-in-bill', null, -1_000_000n],
  ])
  const [, rate] = await differences(w, done.id)
  expect(rate).toMatchObject({
    path: '/clauses/fees/rules/2',
    sentence: { en: 'the wallet took 35.00 CNY too much: not the rate of the clause (about 0.60% was taken)' },
  })
  const { rows } = await w.db.pool.query(`select data from world.outbox where name = 'reconciliation.found'`)
  expect(rows.map(({ data }) => data.orderNo)).toEqual(['stranger'])
})

test('an order the wallet took and gave back whole in one file needs nobody, unless a cent stayed behind', async () => {
  const w = await house()
  const sold = await sell(w, 'o1', 12_500n)
  const taken = { ...rowOf(sold, 1), orderNo: 'cancelled' }
  const back: BillRow = {
    ...taken,
    line: 8,
    kind: 'refund',
    amount: negate(taken.amount),
    received: negate(taken.received),
    fee: negate(taken.fee),
  }
  expect(await receiveBill(w, null, ask, billOf([rowOf(sold, 0), taken, back]))).toMatchObject({ state: 'closed' })
  const kept = { ...back, fee: money('CNY', back.fee.minor - 1n) }
  const done = await receiveBill(w, null, ask, billOf([rowOf(sold, 0), taken, kept]))
  expect((await differences(w, done.id)).map(({ type }) => type)).toEqual(['missing-in-books', 'missing-in-books'])
})

test('a damaged file is set aside whole: no row counts, and a good one takes its place later', async () => {
  const w = await house()
  const sold = await sell(w, 'o1', 12_500n)
  const file = Buffer.from('cut')
  const damaged: BillAnswer = {
    outcome: 'damaged',
    detail: '交易合计 says 2 lines, its lines are 1',
    line: 9,
    file,
    digest: digestOf(file),
    evidence,
  }
  const first = await receiveBill(w, null, ask, damaged)
  expect(first).toMatchObject({ state: 'quarantined', run: 0, totals: { rows: 0 }, quarantined: { line: 9 } })
  const { rows } = await w.db.pool.query(
    'select (select count(*)::int from reconciliation.row) as rows, (select count(*)::int from reconciliation.item) as items, (select outcome from reconciliation.file) as kept',
  )
  expect(rows).toEqual([{ rows: 0, items: 0, kept: 'damaged' }])
  expect(await receiveBill(w, null, ask, billOf([rowOf(sold, 0)]))).toMatchObject({
    id: first.id,
    state: 'closed',
    run: 1,
    quarantined: null,
  })
})

test('a damaged file after a good one leaves what was matched as it stands', async () => {
  const w = await house()
  const sold = await sell(w, 'o1', 12_500n)
  await receiveBill(w, null, ask, billOf([rowOf(sold, 0)]))
  const file = Buffer.from('cut')
  const after = await receiveBill(w, null, ask, {
    outcome: 'damaged',
    detail: 'cut',
    line: null,
    file,
    digest: digestOf(file),
    evidence,
  })
  expect(after).toMatchObject({ state: 'closed', run: 1, totals: { rows: 1 }, quarantined: { detail: 'cut' } })
})

test('an empty file of an empty day is balanced', async () => {
  const w = await house()
  expect(await receiveBill(w, null, ask, billOf([]))).toMatchObject({ state: 'closed', totals: { rows: 0 } })
})

test('a line near midnight that the next day’s file shows is explained by it, and only once', async () => {
  const w = await house()
  const late = await sell(w, 'o1', 12_500n, Date.parse('2026-07-01T15:59:58Z'))
  const first = await receiveBill(w, null, ask, billOf([]))
  expect(await differences(w, first.id)).toMatchObject([
    { type: 'missing-in-bill', state: 'open', sentence: { zh: expect.stringContaining('次日') } },
  ])
  const second = await receiveBill(w, null, { ...ask, day: addDays(day, 1) }, billOf([rowOf(late, 0)]))
  expect(second.state).toBe('closed')
  expect(await reconciliationById(w, first.id)).toMatchObject({ state: 'closed' })
  expect(await differences(w, first.id)).toMatchObject([
    { type: 'missing-in-bill', state: 'settled', ended: { note: 'in the file of 2026-07-02' } },
  ])
  const third = await receiveBill(w, null, { ...ask, day: addDays(day, 2) }, billOf([rowOf(late, 0)]))
  expect(await differences(w, third.id)).toMatchObject([{ type: 'duplicate', state: 'open' }])
})

test('a row of a payment that is booked after the file came is explained without anybody', async () => {
  const w = await house()
  const unknown = { ...rowOf(await sell(w, 'other', 12_500n), 0), orderNo: 'o9', walletNo: '2026o9' }
  const done = await receiveBill(w, null, ask, billOf([rowOf(await sell(w, 'o2', 700n), 1), unknown]))
  expect(await differences(w, done.id)).toMatchObject([
    { orderNo: 'o9', type: 'missing-in-books' },
    { orderNo: 'other', type: 'missing-in-bill' },
  ])
  const booked = await sell(w, 'o9', 12_500n) // what payments does when it hears of the row
  w.pass(2 * minuteMs)
  await runDueJobs(w, reconciliationJobs, [])
  expect(await differences(w, done.id)).toMatchObject([
    { orderNo: 'o9', type: 'missing-in-books', state: 'settled', clearingLine: booked.id, object: booked.object },
    { orderNo: 'other', state: 'open' },
  ])
})

test('a person explains a difference once, with evidence, and the last one closes the day', async () => {
  const w = await house()
  await sell(w, 'o1', 12_500n)
  const done = await receiveBill(w, null, ask, billOf([]))
  const [item] = await differences(w, done.id)
  const told = {
    reconciliation: done.id,
    item: item?.id ?? '',
    by: 'usr_1',
    note: '钱包次日补入',
    evidence: 'ticket 4711',
  }
  await resolveItem(w, 'k1', told)
  await resolveItem(w, 'k1', told)
  await expect(resolveItem(w, 'k2', told)).rejects.toMatchObject({ code: 'reconciliation.item_ended' })
  expect(await reconciliationById(w, done.id)).toMatchObject({ state: 'closed' })
})

test('a difference within the agreed tolerance is no difference', async () => {
  const w = await testWorld({ at: '2026-07-02T02:00:00Z' })
  const tolerant = termsWith({ tolerance: '2' })
  await agree(w, tolerant)
  const sold = await capture(w, { terms: tolerant, at: noon, minor: 1_000_000n, no: 'o1' })
  const honest = rowOf(sold, 0)
  const done = await receiveBill(
    w,
    null,
    ask,
    billOf([{ ...honest, received: money('CNY', 999_998n), fee: money('CNY', -2_502n) }]),
  )
  expect(done.state).toBe('closed')
})

test('every row and every line of the day has exactly one result, and what differs adds up', async () => {
  const w = await house()
  const lines: ClearingLine[] = []
  for (let no = 0; no < 12; no++) lines.push(await sell(w, `o${no}`, BigInt(1_000 + no * 313)))
  let at = 0
  const fate = fc.constantFrom('keep', 'drop', 'cent', 'fee', 'double', 'rename')
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 12, maxLength: 12 }), async (fates) => {
      const rows = lines.flatMap((line, place): BillRow[] => {
        const row = rowOf(line, place * 2)
        switch (fates[place]) {
          case 'drop':
            return []
          case 'cent':
            return [{ ...row, received: money('CNY', row.received.minor + 1n) }]
          case 'fee':
            return [{ ...row, fee: money('CNY', row.fee.minor - 100n) }]
          case 'double':
            return [row, { ...row, line: row.line + 1 }]
          case 'rename':
            return [{ ...row, orderNo: `x${place}` }]
          default:
            return [row]
        }
      })
      const done = await receiveBill(
        w,
        null,
        ask,
        billOf([...rows, { ...rowOf(lines[0] as ClearingLine, 0), line: 900, orderNo: `file${at++}` }]),
      )
      const found = await itemsPage(w, {
        reconciliation: done.id,
        run: done.run,
        type: null,
        state: null,
        after: -1,
        most: 1_000,
      })
      const rowKeys = found.filter(({ key }) => key.startsWith('row:')).length
      expect(rowKeys).toBe(rows.length + 1)
      expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
      const paired = found.filter(({ type }) => type !== 'duplicate').flatMap(({ clearingLine }) => clearingLine ?? [])
      expect([...paired].sort()).toEqual(lines.map(({ id }) => id).sort())
      const byFate = (fates: string[], want: string) => fates.filter((one) => one === want).length
      expect(found.filter(({ type }) => type === 'missing-in-bill').length).toBe(
        byFate(fates, 'drop') + byFate(fates, 'rename'),
      )
      // ours + every difference of amount = theirs
      const moved = found
        .filter(({ type }) => type !== 'fee-differs')
        .reduce((all, { difference }) => all + difference.minor, 0n)
      expect(done.totals.ours.minor + moved).toBe(done.totals.theirs.minor)
    }),
    { numRuns: 25 },
  )
})

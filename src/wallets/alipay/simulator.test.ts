import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { money } from '../../base/money.ts'
import { hourMs, minuteMs } from '../../base/time.ts'
import { alipay } from './alipay.ts'
import { accountFor, benchApp, benchKeys, makeBench } from './simulator-bench.ts'

const small = money('CNY', 2_600n)
const patience = { timeoutMs: 2_000 }

test('a notice is repeated on Alipay’s own schedule until it is answered success', async () => {
  const bench = await makeBench('key', { port: null })
  bench.reply.text = 'fail'
  await paid(bench, 'order-1')
  const gaps: number[] = []
  let before = 0
  for (let minute = 0; minute < 26 * 60; minute++) {
    await bench.simulator.tick()
    if (bench.received.length > 0) gaps.push(minute - before)
    if (bench.received.splice(0).length > 0) before = minute
    bench.pass(minuteMs)
  }
  expect(gaps).toEqual([0, 4, 10, 10, 60, 120, 360, 900])
  expect(bench.simulator.books.notices.size).toBe(0)
})

test('an acknowledged notice does not come again', async () => {
  const bench = await makeBench('key', { port: null })
  bench.reply.text = 'fail'
  await paid(bench, 'order-1')
  await bench.simulator.tick()
  bench.reply.text = 'success'
  bench.pass(25 * hourMs)
  await bench.simulator.tick()
  bench.pass(25 * hourMs)
  await bench.simulator.tick()
  const read = bench.received.map(({ raw, headers }) => alipay.readNotice(bench.account, raw, headers))
  expect(read.length).toBe(2)
  expect(new Set(read.map((each) => (each.outcome === 'notice' ? each.id : ''))).size).toBe(1)
})

test('held notices come newest first when they are let go', async () => {
  const bench = await makeBench('key', { port: null })
  const held = bench.simulator.levers.pull({ kind: 'hold_notice' })
  await paid(bench, 'order-1')
  await alipay.refund(bench.w, bench.account, {
    orderNo: 'order-1',
    requestNo: 'r-1',
    amount: money('CNY', 100n),
    ...patience,
  })
  await bench.simulator.tick()
  expect(bench.received).toEqual([])
  bench.simulator.levers.release(held)
  bench.simulator.levers.pull({ kind: 'reorder_notices', times: 1 })
  await bench.simulator.tick()
  const kinds = bench.received.map(({ raw, headers }) => alipay.readNotice(bench.account, raw, headers))
  expect(kinds.map((each) => (each.outcome === 'notice' ? each.kind : each.outcome))).toEqual(['refund', 'payment'])
})

test('a code cancelled before anybody scanned it opens no more', async () => {
  const bench = await makeBench('key', { port: null })
  const order = { orderNo: 'order-1', amount: small, subject: '小笼包', expiresAt: bench.w.now() + hourMs, ...patience }
  const shown = await alipay.precreate(bench.w, bench.account, order)
  expect(await alipay.cancel(bench.w, bench.account, order)).toMatchObject({ outcome: 'cancelled', action: 'none' })
  expect(() => bench.simulator.phone.scan('lin', shown.outcome === 'code' ? shown.code : '')).toThrow('order_closed')
})

test('two shoppers cannot open one code, and a wrong password pays nothing', async () => {
  const bench = await makeBench('key', { port: null })
  const order = { orderNo: 'order-1', amount: small, subject: '小笼包', expiresAt: bench.w.now() + hourMs, ...patience }
  const shown = await alipay.precreate(bench.w, bench.account, order)
  const { phone } = bench.simulator
  const { tradeToken } = phone.scan('lin', shown.outcome === 'code' ? shown.code : '')
  expect(() => phone.scan('chen', shown.outcome === 'code' ? shown.code : '')).toThrow('other_shopper')
  expect(() => phone.confirm('lin', tradeToken, '000000')).toThrow('pin_wrong')
  expect(await alipay.query(bench.w, bench.account, order)).toMatchObject({ outcome: 'waiting' })
  expect(phone.confirm('lin', tradeToken, '246810')).toMatchObject({ state: 'TRADE_SUCCESS' })
  expect(() => phone.confirm('lin', tradeToken, '246810')).toThrow('already_paid')
})

test('partial refunds give back the whole fee, to the fen', async () => {
  const bench = await makeBench('key', { port: null })
  await paid(bench, 'order-1')
  for (const [at, fen] of [333n, 777n, 1_490n].entries()) {
    await alipay.refund(bench.w, bench.account, {
      orderNo: 'order-1',
      requestNo: `r-${at}`,
      amount: money('CNY', fen),
      ...patience,
    })
  }
  const { lines, netFen } = bench.simulator.statement(benchApp.appId, '2026-07-01')
  expect(lines.map((line) => line.feeFen)[0]).toBe(-16n)
  expect(netFen).toBe(0n)
})

test('an overcharged fee and a missing line stand in the file, not in the truth', async () => {
  const bench = await makeBench('key', { port: null })
  await paid(bench, 'order-1')
  await paid(bench, 'order-2')
  bench.simulator.levers.pull({ kind: 'overcharge', orderNo: 'order-1', fen: '30' })
  bench.simulator.levers.pull({ kind: 'short_bill', orderNo: 'order-2' })
  bench.pass(31 * hourMs)
  const answer = await alipay.bill(bench.w, bench.account, { day: '2026-07-01', currency: 'CNY', ...patience })
  expect(answer).toMatchObject({
    outcome: 'ready',
    rows: [{ orderNo: 'order-1', fee: money('CNY', -46n) }],
    totals: { payments: 1 },
  })
  expect(bench.simulator.statement(benchApp.appId, '2026-07-01').netFen).toBe(2n * (2_600n - 16n))
})

test('what the simulator knew before kill -9 it knows after', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alipay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const journalPath = join(folder, 'journal.jsonl')
  const child = await childSimulator(folder, journalPath)
  const w = {
    now: () => Date.now(),
    random: { bytes: () => new Uint8Array(8), below: () => 0 },
    fetch: globalThis.fetch,
  }
  const account = accountFor(benchKeys('key'), `${child.url}/gateway.do`)
  const post = async (verb: string, body: object) =>
    (await (
      await fetch(`${child.url}/phone/${verb}`, { method: 'POST', body: JSON.stringify(body) })
    ).json()) as Record<string, string>
  const order = { amount: small, subject: '小笼包', expiresAt: Date.now() + hourMs, ...patience }
  const authCode = (await post('code', { shopper: 'lin' }))['code'] ?? ''
  expect(await alipay.pay(w, account, { ...order, orderNo: 'order-1', authCode })).toMatchObject({ outcome: 'paid' })
  const shown = await alipay.precreate(w, account, { ...order, orderNo: 'order-2' })
  await post('scan', { shopper: 'chen', code: shown.outcome === 'code' ? shown.code : '' })
  child.process.kill('SIGKILL')
  await new Promise((done) => child.process.once('exit', done))
  appendFileSync(journalPath, '[["trade","torn') // as if it died while writing

  const bench = await makeBench('key', { port: null, journalPath, now: () => Date.now() })
  const ask = { amount: small, ...patience }
  expect(await alipay.query(bench.w, bench.account, { ...ask, orderNo: 'order-1' })).toMatchObject({
    outcome: 'paid',
    amount: small,
  })
  expect(await alipay.query(bench.w, bench.account, { ...ask, orderNo: 'order-2' })).toMatchObject({
    outcome: 'waiting',
  })
  expect(await alipay.pay(bench.w, bench.account, { ...order, orderNo: 'order-3', authCode })).toMatchObject({
    because: 'code_invalid',
  })
  expect(bench.simulator.phone.wallets()[0]?.funds[0]?.left.minor).toBe(String(8_000_000n - small.minor))
  await bench.stop()
})

test('the phone and the levers answer over HTTP to their own page only', async () => {
  const bench = await makeBench('key')
  onTestFinished(() => bench.stop())
  const { url } = bench.simulator
  const wallets = (await (await fetch(`${url}/phone/wallets`)).json()) as { items: { name: { zh: string } }[] }
  expect(wallets.items.map((each) => each.name.zh)).toEqual(['林晓雨', '陈志远', '周雅婷', '王建国', '赵小满'])
  const pull = (body: object, origin?: string) =>
    fetch(`${url}/levers`, { method: 'POST', body: JSON.stringify(body), headers: origin ? { origin } : {} })
  expect((await pull({ kind: 'busy' }, 'http://evil.example')).status).toBe(403)
  expect((await pull({ kind: 'busy', times: 1 }, url)).status).toBe(201)
  expect((await pull({ kind: 'nothing of ours' })).status).toBe(422)
  expect(bench.simulator.levers.list()).toMatchObject([{ kind: 'busy', times: 1 }])
  expect((await fetch(`${url}/levers`, { method: 'DELETE' })).status).toBe(200)
  expect(bench.simulator.levers.list()).toEqual([])
  expect((await fetch(`${url}/phone/bills?shopper=nobody`)).status).toBe(404)
})

test('static files of the phone are served from their folder and nowhere else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'phone-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'index.html'), '<title>钱包</title>')
  const bench = await makeBench('key', { phoneDir: folder })
  onTestFinished(() => bench.stop())
  expect(await (await fetch(bench.simulator.url)).text()).toContain('钱包')
  for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '/%00', '/%ff']) {
    expect((await bench.simulator.fetch(`${bench.simulator.url}${path}`)).status).toBeGreaterThanOrEqual(400)
  }
})

async function paid(bench: Awaited<ReturnType<typeof makeBench>>, orderNo: string): Promise<void> {
  const { code } = bench.simulator.phone.code('lin')
  const order = {
    orderNo,
    amount: small,
    subject: '小笼包',
    expiresAt: bench.w.now() + hourMs,
    authCode: code,
    ...patience,
  }
  expect(await alipay.pay(bench.w, bench.account, order)).toMatchObject({ outcome: 'paid' })
}

// A real process of its own, so that SIGKILL is a real one. It prints its address.
async function childSimulator(folder: string, journalPath: string): Promise<{ url: string; process: ChildProcess }> {
  const script = `
    import { startAlipaySimulator } from ${JSON.stringify(new URL('./simulator.ts', import.meta.url).href)}
    import { seededRandom } from ${JSON.stringify(new URL('../../base/random.ts', import.meta.url).href)}
    const simulator = await startAlipaySimulator({ port: 0, now: () => Date.now(), random: seededRandom(5), fetch,
      journalPath: ${JSON.stringify(journalPath)}, keys: ${JSON.stringify(benchKeys('key').simulator)} })
    console.log(simulator.url)`
  const path = join(folder, 'child.mjs')
  writeFileSync(path, script)
  const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const url = await new Promise<string>((done) =>
    child.stdout.once('data', (line: Buffer) => done(line.toString().trim())),
  )
  return { url, process: child }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoKeyFiles } from '../sandbox/demoKeys.ts'
import { settingsFromEnvironment } from '../world/real.ts'
import { derive, type TraceJson, type VersionJson } from './derive.ts'
import { drawTrace } from './drawTrace.ts'
import { commandFaults } from './errors.ts'

type Api = (method: string, path: string, body?: unknown) => Promise<never>

/**
 * Walks the main job against the running product, through its public API and the wallet's own phone, and prints the trace of
 * one payment from clause to bill row. Exit code 1 when any amount cannot be derived from its clause.
 */
export async function demoCommand(): Promise<number> {
  const { home, port } = settingsFromEnvironment()
  const url = `http://localhost:${port}`
  const key = (file: string): string => readFileSync(join(home, 'keys', file), 'utf8')
  const operator = await reach(url, () => api(url, key(demoKeyFiles.operator)))
  const till = api(url, key(demoKeyFiles.merchant))
  const phone = api(`http://127.0.0.1:${port + 1}`, null)

  const partners: { items: { name: Both; stage: string }[] } = await operator('GET', '/v1/partners')
  step(1, '合作方管道', 'the pipeline', partners.items.map(({ name, stage }) => `${name.zh} ${stage}`).join(' · '))

  const agreements: {
    items: { id: string; name: Both; partner: { name: Both }; version: number; state: string; digest: string }[]
  } = await operator('GET', '/v1/agreements')
  const live = agreements.items.find(({ state, partner }) => state === 'in-force' && partner.name.en === 'Alipay')
  if (!live) throw commandFaults.stuck({ what: 'an agreement in force' })
  step(2, '协议', 'the agreement in force', `${live.name.zh} v${live.version} ${live.digest.slice(0, 16)}…`)

  const contract = await bytes(
    `${url}/v1/agreements/${live.id}/versions/${live.version}/contract.pdf`,
    key(demoKeyFiles.operator),
  )
  const verdict: { verdict: string; signatures: { person: string; party: string }[] } = await send(
    url,
    key(demoKeyFiles.operator),
    'POST',
    '/v1/contracts/verify',
    contract,
    'application/pdf',
  )
  step(
    3,
    '验签',
    'the signed contract',
    `${verdict.verdict}: ${verdict.signatures.map(({ party, person }) => `${party} ${person}`).join(', ')}`,
  )
  step(
    4,
    '接入',
    'the connector',
    partners.items
      .filter(({ stage }) => stage === 'live')
      .map(({ name }) => name.en)
      .join(', '),
  )

  const paid = await payByCode(till, phone)
  step(5, '扫码支付', 'paid by a scanned code', `${paid.id} ${paid.state}`)
  const shown = await payByShownCode(till, phone)
  step(5, '付款码支付', 'paid by a shown code', `${shown.id} ${shown.state}`)

  const settlements: { items: { id: string; day: string; state: string; net: MoneyJson }[] } = await operator(
    'GET',
    '/v1/settlements?limit=3',
  )
  const days: { items: { day: string; state: string; rows: number; matched: number }[] } = await operator(
    'GET',
    '/v1/reconciliations?limit=3',
  )
  step(
    6,
    '结算与对账',
    'settled and reconciled',
    settlements.items.map(({ day, state }) => `${day} ${state}`).join(' · '),
  )
  for (const { day, rows, matched, state } of days.items)
    print(`       ${day}: ${matched} of ${rows} rows matched, ${state}`)

  const refunded: Payment = await till('POST', `/v1/payments/${shown.id}/refunds`, {
    amount: { currency: 'CNY', minor: '600' },
    reason: '少上一份定胜糕',
  })
  step(7, '退款', 'a part refunded under the frozen terms', `${refunded.id} ${refunded.state}`)

  const settled = await oneSettled(operator)
  const old: { items: Payment[] } = await operator('GET', '/v1/payments?state=captured&limit=100')
  step(
    8,
    '修订之后',
    'after the amendment, nothing past changed',
    `${old.items.length} payments keep the version they were made under`,
  )
  const underived = await traceAll(operator, [settled, paid.id, shown.id])
  return underived === 0 ? 0 : 1
}

type Both = { zh: string; en: string }
type MoneyJson = { currency: string; minor: string }
type Payment = { id: string; state: string; code: string | null }

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const step = (number: number, zh: string, en: string, detail: string): void =>
  print(`${number}  ${zh} / ${en}\n       ${detail}`)

async function payByCode(till: Api, phone: Api): Promise<Payment> {
  const payment: Payment = await till('POST', '/v1/payments', {
    order: orderNo('S'),
    amount: { currency: 'CNY', minor: '12800' },
    product: 'qr-merchant',
    subject: '明前龙井 一壶',
    wallet: 'alipay',
  })
  const trade: { tradeToken: string } = await phone('POST', '/phone/scan', { shopper: 'lin', code: payment.code })
  await phone('POST', '/phone/confirm', { shopper: 'lin', tradeToken: trade.tradeToken, pin: '246810' })
  return await until(till, payment.id, 'captured')
}

async function payByShownCode(till: Api, phone: Api): Promise<Payment> {
  const { code }: { code: string } = await phone('POST', '/phone/code', { shopper: 'chen' })
  const payment: Payment = await till('POST', '/v1/payments', {
    order: orderNo('C'),
    amount: { currency: 'CNY', minor: '2400' },
    product: 'qr-consumer',
    subject: '定胜糕两份',
    wallet: 'alipay',
    payment_code: code,
  })
  return await until(till, payment.id, 'captured')
}

let orders = 0
const orderNo = (kind: string): string => `DEMO-${kind}-${process.pid}-${process.hrtime.bigint()}-${++orders}`

async function until(till: Api, id: string, state: string): Promise<Payment> {
  for (let turn = 0; turn < 60; turn++) {
    const payment: Payment = await till('GET', `/v1/payments/${id}`)
    if (payment.state === state) return payment
    await sleep(250)
  }
  throw commandFaults.stuck({ what: `${id} → ${state}` })
}

// A payment of a day that is closed and reconciled: its trace reaches the row of the wallet's own file.
async function oneSettled(operator: Api): Promise<string> {
  const settlements: { items: { id: string; state: string; payments: number }[] } = await operator(
    'GET',
    '/v1/settlements?limit=20',
  )
  const closed = settlements.items.find(({ state, payments }) => state !== 'open' && payments > 0)
  if (!closed) throw commandFaults.stuck({ what: 'a closed settlement day' })
  const lines: { items: { payment: string; kind: string }[] } = await operator(
    'GET',
    `/v1/settlements/${closed.id}/lines?limit=50`,
  )
  const line = lines.items.find(({ kind }) => kind === 'payment') ?? lines.items[0]
  if (!line) throw commandFaults.stuck({ what: 'a settled payment' })
  return line.payment
}

/** Prints each trace and derives every amount again from the signed terms. Answers how many could not be derived. */
async function traceAll(operator: Api, payments: readonly string[]): Promise<number> {
  let underived = 0
  for (const [place, id] of payments.entries()) {
    const trace: TraceJson = await operator('GET', `/v1/payments/${id}/trace`)
    const { agreement, version } = trace.agreement
    const signed: VersionJson = await operator('GET', `/v1/agreements/${agreement}/versions/${version}`)
    const derived = derive(trace, signed)
    underived += derived.problems.length
    if (place === 0) for (const line of drawTrace(trace)) print(line)
    print(
      `${id}: ${derived.amounts} amounts derived from ${agreement} v${version}${derived.problems.length === 0 ? '' : `, ${derived.problems.length} not`}`,
    )
    for (const problem of derived.problems) print(`  ${problem}`)
  }
  return underived
}

async function reach(url: string, make: () => Api): Promise<Api> {
  try {
    await fetch(`${url}/health/live`)
    return make()
  } catch {
    throw commandFaults.notRunning({ url })
  }
}

function api(url: string, key: string | null): Api {
  return async (method, path, body) =>
    send(url, key, method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json')
}

async function send(
  url: string,
  key: string | null,
  method: string,
  path: string,
  body: string | Buffer | undefined,
  type: string,
): Promise<never> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': type }
  if (key !== null) headers['authorization'] = `Bearer ${key.trim()}`
  if (key !== null && method === 'POST') headers['idempotency-key'] = orderNo('K')
  const reply = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  })
  const answer = (await reply.json()) as { zh?: string; en?: string }
  if (!reply.ok)
    throw commandFaults.refused({
      call: `${method} ${path}`,
      zh: answer.zh ?? String(reply.status),
      en: answer.en ?? String(reply.status),
    })
  return answer as never
}

async function bytes(url: string, key: string): Promise<Buffer> {
  const reply = await fetch(url, { headers: { authorization: `Bearer ${key.trim()}` } })
  return Buffer.from(await reply.arrayBuffer())
}

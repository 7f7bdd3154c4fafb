import { performance } from 'node:perf_hooks'
import { limitsOf } from '../agreements/limits.ts'
import { priceCapture } from '../agreements/price.ts'
import { sampleTerms } from '../agreements/sample.ts'
import { allows } from '../agreements/scope.ts'
import { startApp } from '../app.ts'
import { newId } from '../base/id.ts'
import { money } from '../base/money.ts'
import { issueKey } from '../identity/issueKey.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { openBenchWorld } from '../sandbox/bench.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'

/** One line of the table. */
export type Measured = { what: string; perSecond: number; detail: string }

const secondsMeasured = 8

/** Ledger transfers a second: one posting a transaction from 32 callers, and 100 postings a call. */
export async function postings(w: World): Promise<Measured[]> {
  const one = await rate(32, async () => {
    await transaction(w, (i) => post(i, [transfer(w, i.random.below(1_000))]))
    return 1
  })
  const many = await rate(4, async () => {
    await transaction(w, (i) =>
      post(
        i,
        Array.from({ length: 100 }, () => transfer(w, i.random.below(1_000))),
      ),
    )
    return 100
  })
  return [
    { what: 'ledger, one posting a transaction, 32 callers', perSecond: one, detail: '1,000 accounts' },
    { what: 'ledger, 100 postings a call, 4 callers', perSecond: many, detail: '1,000 accounts' },
  ]
}

/** A merchant's till at the running product: terms signed, Alipay's wire format without the socket. */
export type Till = { pay(): Promise<number>; failed: number[]; stop(): Promise<void> }

/** Opens the product and a till that starts and captures one payment a call. */
export async function openTill(w: World, home: string): Promise<Till> {
  const bench = await openBenchWorld(w, home)
  const app = await startApp(bench.w, 0)
  const key = await transaction(w, (i) =>
    issueKey(i, {
      org: bench.merchant,
      orgKind: 'merchant',
      name: { zh: '压测', en: 'bench' },
      permissions: ['payments.create'],
    }),
  )
  let number = 0
  const failed: number[] = []
  const pay = async (): Promise<number> => {
    const order = `B${++number}`
    const body = {
      order,
      amount: { currency: 'CNY', minor: '1880' },
      product: 'qr-consumer',
      subject: '拿铁',
      wallet: 'alipay',
      payment_code: bench.code(),
    }
    const reply = await fetch(`${app.url}/v1/payments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': order },
      body: JSON.stringify(body),
    })
    const { state } = (await reply.json()) as { state?: string }
    if (state !== 'captured') failed.push(reply.status)
    return 1
  }
  const stop = async (): Promise<void> => {
    await app.stop()
    await bench.stop()
  }
  return { pay, failed, stop }
}

/** Whole payments over HTTP: door, terms, limits, Alipay's wire format signed both ways, pricing, ledger, clearing, events. */
export async function payments({ pay, failed }: Till): Promise<Measured> {
  return {
    what: 'whole payments over HTTP, 32 connections',
    perSecond: await rate(32, pay),
    detail: failed.length === 0 ? 'no error' : `${failed.length} failed (${failed[0]})`,
  }
}

/** One agreement evaluated for one payment: scope, limits, every fee and share. One thread. */
export function evaluations(): Measured {
  const terms = sampleTerms()
  const amount = money('CNY', 12_500n)
  const meters = new Map([['wallet-volume', { volume: 48_000_000n, count: 9_000n }]])
  const from = performance.now()
  let count = 0
  while (performance.now() - from < 2_000) {
    for (let turn = 0; turn < 100; turn++) {
      allows(terms, { product: 'qr-merchant', currency: 'CNY', region: 'CN' })
      limitsOf(terms, { product: 'qr-merchant', strength: 'two-factor', currency: 'CNY' })
      priceCapture(terms, { product: 'qr-merchant', amount, meters })
    }
    count += 100
  }
  return {
    what: 'agreement evaluation, one thread',
    perSecond: (count / (performance.now() - from)) * 1_000,
    detail: '16 clauses',
  }
}

/** How often `act` is done a second by so many callers, counted by what each call answers. */
export async function rate(callers: number, act: () => Promise<number>, seconds = secondsMeasured): Promise<number> {
  const until = performance.now() + seconds * 1_000
  const from = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        const more = await act()
        done += more
      }
    }),
  )
  return (done / (performance.now() - from)) * 1_000
}

function transfer(w: World, account: number) {
  const amount = money('CNY', 100n)
  const merchant = `mer_${account}`
  return newPosting(w, {
    object: newId('pay', w.now(), w.random),
    version: null,
    transfers: [
      {
        debit: { kind: 'wallet-receivable', owner: `par_${account % 8}`, currency: 'CNY' },
        credit: { kind: 'merchant-pending', owner: merchant, currency: 'CNY' },
        amount,
        clause: null,
        path: null,
        why: 'bench',
      },
    ],
  })
}

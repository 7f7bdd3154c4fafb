import { expect } from 'vitest'
import { minuteMs } from '../base/time.ts'
import { type Fault, large, type Register, small } from './conformance-harness.ts'

export function paying(promise: Register): void {
  promise('a code is shown, scanned and paid, and each step is told as it is', async (h, ask) => {
    const answer = await ask.precreate('order-1')
    expect(answer).toMatchObject({ outcome: 'code', code: expect.stringMatching(/^https:/) })
    if (answer.outcome !== 'code') return
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'not_found' })
    h.shopper.scan(answer.code)
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'waiting' })
    h.shopper.confirm('order-1')
    expect(await ask.query('order-1')).toMatchObject({
      outcome: 'paid',
      amount: small,
      refundable: true,
      paidAt: h.w.now(),
    })
  })

  promise('a code asked for twice is one code', async (_, ask) => {
    const first = await ask.precreate('order-1')
    const second = await ask.precreate('order-1')
    expect(second).toMatchObject({ outcome: 'code', code: first.outcome === 'code' ? first.code : 'none' })
  })

  promise('a shown code is charged once however often the order is sent', async (h, ask) => {
    const code = h.shopper.payCode()
    const answers = [await ask.pay('order-1', code), await ask.pay('order-1', code), await ask.pay('order-1', code)]
    expect(answers.map((answer) => answer.outcome)).toEqual(['paid', 'paid', 'paid'])
    expect(new Set(answers.map((answer) => (answer.outcome === 'paid' ? answer.walletNo : ''))).size).toBe(1)
    expect(h.shopper.spent()).toBe(small.minor)
  })

  promise('a large payment waits for the password', async (h, ask) => {
    expect(await ask.pay('order-1', h.shopper.payCode(), large)).toMatchObject({ outcome: 'waiting' })
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'waiting' })
    h.shopper.confirm('order-1')
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'paid', amount: large })
  })
}

export function refusing(promise: Register): void {
  promise('a refusal says why in both languages', async (h, ask) => {
    const refused = await ask.pay('order-1', h.shopper.payCode('poor'))
    expect(refused).toMatchObject({
      outcome: 'declined',
      because: 'insufficient_funds',
      zh: expect.stringMatching(/余额/),
      en: expect.any(String),
    })
    expect(await ask.pay('order-2', '280000000000000000')).toMatchObject({
      outcome: 'declined',
      because: 'code_invalid',
    })
    expect(h.shopper.spent()).toBe(0n)
  })

  promise('a payment code works once', async (h, ask) => {
    const code = h.shopper.payCode()
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'paid' })
    expect(await ask.pay('order-2', code)).toMatchObject({ outcome: 'declined', because: 'code_invalid' })
  })

  promise('a payment code is too old after a minute', async (h, ask) => {
    const code = h.shopper.payCode()
    h.pass(61_000)
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'declined', because: 'code_invalid' })
  })

  promise('an order past its end is closed and nobody can pay it', async (h, ask) => {
    const answer = await ask.precreate('order-1')
    await ask.pay('order-2', h.shopper.payCode(), large)
    h.pass(16 * minuteMs)
    expect(() => h.shopper.scan(answer.outcome === 'code' ? answer.code : '')).toThrow()
    expect(await ask.query('order-2', large)).toMatchObject({ outcome: 'closed', wasPaid: false })
    expect(() => h.shopper.confirm('order-2')).toThrow()
  })
}

export function notKnowing(promise: Register): void {
  promise('a lost answer is unknown, and the truth is had by asking', async (h, ask) => {
    h.fault('lost_answer')
    expect(await ask.pay('order-1', h.shopper.payCode())).toMatchObject({ outcome: 'unknown', executed: 'maybe' })
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'paid' })
  })

  promise('a lost request is unknown too, and may be sent again with the same number', async (h, ask) => {
    const code = h.shopper.payCode()
    h.fault('lost_request')
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'unknown', executed: 'maybe' })
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'not_found' })
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'paid' })
    expect(h.shopper.spent()).toBe(small.minor)
  })

  promise('an answer later than our patience is unknown', async (h, ask) => {
    h.fault('slow')
    const asked = { ...ask.order('order-1'), authCode: h.shopper.payCode(), timeoutMs: Math.floor(h.slowMs / 3) }
    expect(await h.wallet.pay(h.w, h.account, asked)).toMatchObject({
      outcome: 'unknown',
      because: 'timeout',
      executed: 'maybe',
    })
    await new Promise((done) => setTimeout(done, h.slowMs))
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'paid' })
  })

  promise('only a connection that never stood proves that nothing was executed', async (h, ask) => {
    const asked = { ...ask.order('order-1'), authCode: h.shopper.payCode() }
    expect(await h.wallet.pay(h.w, h.nowhere, asked)).toMatchObject({
      outcome: 'unknown',
      because: 'never_connected',
      executed: 'no',
    })
  })
}

export function notBelieving(promise: Register): void {
  const faults: [Fault, string][] = [
    ['busy', 'wallet_busy'],
    ['down', 'http_error'],
    ['bad_signature', 'bad_signature'],
    ['unsigned', 'unsigned'],
    ['unknown_word', 'unknown_word'],
    ['wrong_order', 'mismatch'],
  ]
  for (const [fault, because] of faults) {
    promise(`${fault} is unknown because ${because}, in every call`, async (h, ask) => {
      await ask.paid('paid')
      await ask.refund('paid', 'refund-1', 100n)
      await ask.pay('waiting', h.shopper.payCode(), large)
      const calls: (() => Promise<{ outcome: string; because?: string }>)[] = [
        () => ask.precreate('new-1'),
        () => ask.pay('new-2', h.shopper.payCode()),
        () => ask.query('paid'),
        () => ask.refund('paid', 'refund-1', 100n),
        () => ask.queryRefund('paid', 'refund-1', 100n),
        () => ask.close('waiting'),
        () => ask.cancel('waiting'),
      ]
      for (const call of calls) {
        h.fault(fault)
        expect(await call()).toMatchObject({ outcome: 'unknown', because })
      }
    })
  }

  promise('a signed answer about another amount is a mismatch, never a success', async (h, ask) => {
    await ask.paid('order-1')
    await ask.refund('order-1', 'refund-1', 100n)
    h.fault('wrong_amount')
    expect(await ask.pay('order-2', h.shopper.payCode())).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    h.fault('wrong_amount')
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    h.fault('wrong_amount')
    expect(await ask.queryRefund('order-1', 'refund-1', 100n)).toMatchObject({
      outcome: 'unknown',
      because: 'mismatch',
    })
    h.fault('wrong_amount')
    expect(await ask.refund('order-1', 'refund-1', 100n)).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
  })

  promise('an order number that is already paid is not a refusal', async (h, ask) => {
    await ask.paid('order-1')
    expect(await ask.pay('order-1', h.shopper.payCode())).toMatchObject({ outcome: 'unknown', because: 'moved_on' })
    expect(await ask.precreate('order-1')).toMatchObject({ outcome: 'unknown', because: 'moved_on' })
  })

  promise('evidence shows what was said without signatures, codes or the shopper’s numbers', async (h, ask) => {
    const code = h.shopper.payCode()
    const answer = await ask.pay('order-1', code)
    const text = JSON.stringify(answer.evidence)
    expect(answer.evidence).toMatchObject({ httpStatus: 200, request: expect.stringContaining('order-1') })
    expect(text).not.toContain(code)
    if (answer.outcome === 'paid' && answer.payerId) expect(text).not.toContain(answer.payerId)
    expect(text).not.toMatch(/[A-Za-z0-9+/]{60,}/)
    expect(text.length).toBeLessThan(10_000)
  })
}

import { expect, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { faults } from '../base/fault.ts'
import { minuteMs } from '../base/time.ts'
import { answerOnce, forgetAnswers } from './idempotency.ts'
import { positiveMoneyJson } from './money-json.ts'
import { route, z } from './route.ts'

const teaFaults = faults('tea', {
  soldOut: { status: 409, zh: '已售完', en: 'sold out' },
  busy: { status: 409, zh: '请稍后重试', en: 'try again', retry: 'same_key' },
})

async function teaHouse() {
  const w = await testWorld()
  const seen = { ran: 0, fail: '' }
  let letGo = (): void => undefined
  let held: Promise<void> | null = null
  const order = route({
    name: 'orderTea',
    does: 'POST /v1/teas/{tea}',
    tag: 'teas',
    summary: { zh: '点茶', en: 'Order tea' },
    may: 'teas.order',
    params: z.object({ tea: z.string() }),
    body: z.strictObject({ amount: positiveMoneyJson, note: z.string().optional() }),
    reply: z.object({ order: z.int() }),
    status: 201,
    idempotent: true,
    refuses: [teaFaults.soldOut, teaFaults.busy],
    handle: async (_, { answer }) => {
      seen.ran++
      await held
      if (seen.fail === 'sold out') throw teaFaults.soldOut()
      if (seen.fail === 'busy') throw teaFaults.busy()
      if (seen.fail === 'crash') throw new Error('the kettle broke')
      answer.header('location', `/v1/orders/${seen.ran}`)
      return { order: seen.ran }
    },
  })
  const limits = { byAddress: { perSecond: 1e6, burst: 1e6 } }
  const server = await open(w, [order], {
    authenticate: knowing(caller('mei', 'teas.order'), caller('lin', 'teas.order')),
    limits,
  })
  const post = async (key: string | null, options: { body?: string; tea?: string; who?: string } = {}) => {
    const { body = '{"amount":{"currency":"CNY","minor":"1999"},"note":"热"}', tea = 'longjing', who = 'mei' } = options
    const headers = {
      authorization: `Bearer ${who}`,
      'content-type': 'application/json',
      ...(key === null ? {} : { 'idempotency-key': key }),
    }
    const answer = await fetch(`${server.url}/v1/teas/${tea}`, { method: 'POST', headers, body })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const hold = (): void => {
    held = new Promise((resolve) => (letGo = resolve))
  }
  return { w, seen, post, hold, letGo: () => letGo() }
}

const codeOf = ({ status, text }: { status: number; text: string }) => [
  status,
  (JSON.parse(text) as { code?: string }).code,
]

test('a retry with the same key gets the first answer byte for byte and the handler runs once', async () => {
  const { seen, post } = await teaHouse()
  const first = await post('k1')
  const second = await post('k1', { body: ' {"note" : "热", "amount":{"minor":"1999","currency":"CNY"} }' })
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.text).toBe(first.text)
  expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
  expect(second.headers.get('location')).toBe('/v1/orders/1')
  expect(seen.ran).toBe(1)
})

test('64 requests at once on one key run the handler once and give one answer', async () => {
  const { seen, post } = await teaHouse()
  const answers = await Promise.all(Array.from({ length: 64 }, () => post('k1')))
  const done = answers.filter((answer) => answer.status === 201)
  const waiting = answers.filter((answer) => answer.status !== 201)
  expect(seen.ran).toBe(1)
  expect(done.length).toBeGreaterThanOrEqual(1)
  expect(new Set(done.map((answer) => answer.text))).toEqual(new Set(['{"order":1}']))
  for (const answer of waiting) expect(codeOf(answer)).toEqual([409, 'world.still_answering'])
})

test('the same key with another body or another path is refused and changes nothing', async () => {
  const { seen, post } = await teaHouse()
  await post('k1')
  expect(codeOf(await post('k1', { body: '{"amount":{"currency":"CNY","minor":"2000"}}' }))).toEqual([
    422,
    'world.key_reused',
  ])
  expect(codeOf(await post('k1', { tea: 'puer' }))).toEqual([422, 'world.key_reused'])
  expect(seen.ran).toBe(1)
})

test('one key of two organisations is two keys', async () => {
  const { seen, post } = await teaHouse()
  expect((await post('k1')).text).toBe('{"order":1}')
  expect((await post('k1', { who: 'lin' })).text).toBe('{"order":2}')
  expect(seen.ran).toBe(2)
})

test('a key is needed, and it is visible ASCII of at most 128 characters', async () => {
  const { seen, post } = await teaHouse()
  expect(codeOf(await post(null))).toEqual([400, 'world.idempotency_key_missing'])
  for (const key of ['a b', 'x'.repeat(129), 'é'])
    expect(codeOf(await post(key))).toEqual([400, 'world.idempotency_key_invalid'])
  expect(seen.ran).toBe(0)
})

test('a refusal of the handler is an answer and is kept; a failure of ours and "try the same key again" are not', async () => {
  const { seen, post } = await teaHouse()
  seen.fail = 'sold out'
  const first = await post('sold')
  expect(codeOf(first)).toEqual([409, 'tea.sold_out'])
  seen.fail = ''
  expect((await post('sold')).text).toBe(first.text)
  for (const [fail, code] of [
    ['crash', 'world.internal'],
    ['busy', 'tea.busy'],
  ] as const) {
    seen.fail = fail
    expect(codeOf(await post(fail))[1]).toBe(code)
    seen.fail = ''
    expect((await post(fail)).status).toBe(201)
  }
})

test('a request refused at the door leaves its key free', async () => {
  const { post } = await teaHouse()
  expect((await post('k1', { body: '{"amount":{"currency":"CNY","minor":"-5"}}' })).status).toBe(400)
  expect((await post('k1')).status).toBe(201)
})

test('while the first is at work others are told to wait; its lease frees the key after a crash', async () => {
  const { w, seen, post, hold, letGo } = await teaHouse()
  hold()
  const first = post('k1')
  while (seen.ran === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(codeOf(await post('k1'))).toEqual([409, 'world.still_answering'])
  w.pass(minuteMs + 1) // as if the process of the first had died a minute ago
  const second = post('k1')
  while (seen.ran === 1) await new Promise((resolve) => setTimeout(resolve, 5))
  letGo()
  expect([(await first).status, (await second).status]).toEqual([201, 201])
})

test('one whose lease ran out cannot write over, or free, the key of the one who took over', async () => {
  const w = await testWorld()
  const ask = (work: () => Promise<string>) =>
    answerOnce(w, { org: 'o', route: 'r', key: 'k', input: {} }, async () => ({
      status: 200,
      headers: {},
      body: Buffer.from(await work()),
      replayed: false,
      keep: true,
    }))
  const [slow, slower] = [held(), held()]
  const late = ask(slow.work)
  await slow.asked
  w.pass(minuteMs + 1)
  const taken = ask(slower.work)
  await slower.asked
  slow.answer('late')
  await late
  await expect(ask(async () => 'third')).rejects.toMatchObject({ code: 'world.still_answering' })
  slower.answer('taken')
  await taken
  expect((await ask(async () => 'fourth')).body.toString()).toBe('taken')
})

test('old answers are forgotten, younger ones kept', async () => {
  const w = await testWorld()
  let ran = 0
  const ask = () =>
    answerOnce(w, { org: 'o', route: 'r', key: 'k', input: {} }, async () => {
      ran++
      return { status: 200, headers: {}, body: Buffer.from('{}'), replayed: false, keep: true }
    })
  await ask()
  expect(await forgetAnswers(w, w.now())).toBe(0)
  await ask()
  w.pass(1)
  expect(await forgetAnswers(w, w.now())).toBe(1)
  await ask()
  expect(ran).toBe(2)
})

// Work that says when it was asked and answers when it is told.
function held() {
  const begun = Promise.withResolvers<void>()
  const told = Promise.withResolvers<string>()
  const work = (): Promise<string> => {
    begun.resolve()
    return told.promise
  }
  return { work, asked: begun.promise, answer: told.resolve }
}

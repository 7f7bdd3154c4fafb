import { describe, expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { digestOf } from '../base/digest.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { searchHash } from '../vault/searchHash.ts'
import { readInbox } from './inbox.ts'
import { checkCode, sendCode } from './oneTimeCode.ts'

const to = '13800138000'
const purpose = 'sign-in'
const codeIn = async (w: TestWorld): Promise<string> => /\d{6}/.exec((await readInbox(w))[0]?.text.en ?? '')?.[0] ?? ''

test('a code is read in the inbox, right once, and never again', async () => {
  const w = await testWorld()
  const { challenge, masked } = await sendCode(w, { to, purpose, owner: null })
  expect(masked).toBe('138****8000')
  const code = await codeIn(w)
  expect(await checkCode(w, { challenge, code, purpose })).toMatchObject({ masked })
  await expect(checkCode(w, { challenge, code, purpose })).rejects.toMatchObject({ code: 'identity.challenge_spent' })
})

describe('refused', () => {
  const bound = digestOf('a')
  const cases: [string, string, (w: TestWorld, given: Parameters<typeof checkCode>[1]) => typeof given][] = [
    [
      'a wrong code',
      'identity.code_wrong',
      (_, given) => ({ ...given, code: given.code === '000000' ? '000001' : '000000' }),
    ],
    ['another purpose', 'identity.other_purpose', (_, given) => ({ ...given, purpose: 'payment' })],
    ['another amount', 'identity.other_digest', (_, given) => ({ ...given, bound: digestOf('b') })],
    ['a code nobody sent', 'identity.no_such_challenge', (_, given) => ({ ...given, challenge: 'chl_x' })],
    [
      'another person',
      'identity.no_such_challenge',
      (_, given) => ({ ...given, owner: { kind: 'person', id: 'usr_other' } }),
    ],
    [
      'too late',
      'identity.challenge_expired',
      (w, given) => {
        w.pass(5 * minuteMs)
        return given
      },
    ],
  ]
  test.each(cases)('%s', async (_, code, spoil) => {
    const w = await testWorld()
    const { challenge } = await sendCode(w, { to, purpose, bound, owner: { kind: 'person', id: 'usr_a' } })
    const given = { challenge, code: await codeIn(w), purpose, bound }
    await expect(checkCode(w, spoil(w, given))).rejects.toMatchObject({ code })
  })
})

test('five wrong guesses end a code, the right one included, also when they come at once', async () => {
  const w = await testWorld()
  const { challenge } = await sendCode(w, { to, purpose, owner: null })
  const code = await codeIn(w)
  const wrong = code === '000000' ? '000001' : '000000'
  const guesses = await Promise.allSettled(
    Array.from({ length: 12 }, () => checkCode(w, { challenge, code: wrong, purpose })),
  )
  const because = guesses.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'right'))
  expect(because.filter((one) => one === 'identity.code_wrong')).toHaveLength(5)
  await expect(checkCode(w, { challenge, code, purpose })).rejects.toMatchObject({ code: 'identity.challenge_spent' })
})

test('a number gets a code a minute, five an hour, and ten requests at once send one', async () => {
  const w = await testWorld()
  const asked = () => sendCode(w, { to, purpose, owner: null })
  const crowd = await Promise.allSettled(Array.from({ length: 10 }, asked))
  expect(crowd.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (let sent = 1; sent < 5; sent++) {
    w.pass(minuteMs)
    await asked()
  }
  w.pass(minuteMs)
  await expect(asked()).rejects.toMatchObject({ code: 'identity.code_later', values: { afterSeconds: '3300' } })
  w.pass(hourMs - 5 * minuteMs)
  await asked()
})

test('neither the number nor the code stands in a table or in the log, except on the screen of the sandbox', async () => {
  const w = await testWorld()
  await sendCode(w, { to, purpose, owner: { kind: 'person', id: 'usr_a' } })
  const code = await codeIn(w)
  const { rows } = await w.db.pool.query<{ all: string }>(
    `select (select string_agg(c::text, '') from identity.challenge c) || (select string_agg(r::text, '') from world.record r) as all`,
  )
  expect(rows[0]?.all).not.toContain(to)
  expect(rows[0]?.all).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`))
})

describe('the provider of text messages', () => {
  const live = async () => {
    const w = await testWorld()
    w.keys.readOrMake('sms-provider.json', () =>
      JSON.stringify({ url: 'https://sms.example/send', key: 'k1', secret: 's'.repeat(16), sign: '云汇支付' }),
    )
    return w
  }
  const answers = (w: TestWorld, ...replies: (Response | Error)[]) => {
    const asked: { id: string; signature: string }[] = []
    w.network(async (_, init) => {
      const headers = new Headers(init?.headers)
      asked.push({ id: headers.get('idempotency-key') ?? '', signature: headers.get('x-sms-signature') ?? '' })
      const reply = replies[asked.length - 1] ?? new Response('', { status: 500 })
      if (reply instanceof Error) throw reply
      return reply
    })
    return asked
  }
  const accepted = () => new Response('{"accepted":true,"cost":"0.045"}')

  test('is asked again with the same id when no answer came, and the sandbox shows nothing', async () => {
    const w = await live()
    const asked = answers(w, new TypeError('lost'), new Response('', { status: 502 }), accepted())
    await sendCode(w, { to, purpose, owner: null })
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
    expect(asked).toHaveLength(3)
    expect(asked[0]?.signature).toMatch(/^v1=[0-9a-f]{64}$/)
    expect(await readInbox(w)).toEqual([])
  })

  test.each([
    ['refuses', () => new Response('no', { status: 403 }), 1],
    ['answers nonsense', () => new Response('<html>'), 3],
    ['says it did not', () => new Response('{"accepted":false}'), 3],
  ])('that %s is told to the caller', async (_, reply, times) => {
    const w = await live()
    const asked = answers(w, reply(), reply(), reply())
    await expect(sendCode(w, { to, purpose, owner: null })).rejects.toMatchObject({ code: 'identity.sms_failed' })
    expect(asked).toHaveLength(times)
  })

  test('is missing in a live installation: refused, nothing pretended', async () => {
    const sandbox = await testWorld()
    await searchHash(sandbox, 'any', 'value') // a live installation has its vault key already
    const w = { ...sandbox, mode: 'live' as const }
    await expect(sendCode(w, { to, purpose, owner: null })).rejects.toMatchObject({ code: 'identity.sms_off' })
  })
})

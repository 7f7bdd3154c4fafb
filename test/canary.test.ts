import { expect, test } from 'vitest'
import { keepers } from '../src/app.ts'
import { isLuhn } from '../src/base/card.ts'
import { digestOf } from '../src/base/digest.ts'
import { seededRandom } from '../src/base/random.ts'
import { openCatalogue } from '../src/consent/catalogue.ts'
import { vaultRevealRoutes } from '../src/console/vaultRoutes.ts'
import { paymentRoutes } from '../src/payments/routes.ts'
import { deskRoutes } from '../src/privacy/deskRoutes.ts'
import { ownPrivacyRoutes } from '../src/privacy/ownRoutes.ts'
import { vaultJobs } from '../src/vault/jobs.ts'
import { methodRoutes } from '../src/vault/methodRoutes.ts'
import { askRotation } from '../src/vault/rotate.ts'
import { vaultRoutes } from '../src/vault/routes.ts'
import { shred } from '../src/vault/shred.ts'
import { tokenise } from '../src/vault/tokenise.ts'
import { readValue } from '../src/vault/value.ts'
import { transaction } from '../src/world/command.ts'
import { runDueJobs } from '../src/world/jobs.ts'
import { makeLog } from '../src/world/log.ts'
import { type Route, route, type Who, z } from '../src/world/route.ts'
import type { World } from '../src/world/world.ts'
import { caller, knowing, open } from './doors.ts'
import { type TestWorld, testWorld } from './house.ts'

// Seeded numbers and secrets are pushed through every door of the vault, good and bad, through faults, crashes and the log. Then the
// whole database, every log line and every answer are searched for them: in clear, and as hex, base64 or a plain SHA-256.

const random = seededRandom(Number(process.env['SEED'] ?? 17))
const digits = (length: number): string => Array.from({ length }, () => String(random.below(10))).join('')
const luhn = (start: string): string => start + (Array.from('0123456789').find((last) => isLuhn(start + last)) ?? '0')
const idNumber = (): string => {
  const start = `33010${1 + random.below(8)}19${70 + random.below(29)}0${1 + random.below(9)}1${random.below(10)}${digits(3)}`
  return start + (Array.from('0123456789X').find((last) => readValue('id-number', start + last).ok) ?? '0')
}
const word = (kind: string): string => `${kind}${Buffer.from(random.bytes(12)).toString('hex')}`

const canary = {
  cards: [luhn(`622202${digits(12)}`), luhn(`411111${digits(9)}`), luhn(`555555${digits(9)}`)],
  account: digits(17),
  id: idNumber(),
  phone: `139${digits(8)}`,
  cvv: word('cvv'),
  pin: word('pin'),
  track: `;4111111111111111=2912${digits(12)}?`,
  bearer: `sk_${word('live')}`,
  crash: luhn(`356600${digits(9)}`),
}
const secrets: string[] = [...Object.values(canary).flat(), canary.track.slice(1, -1)]
const needles = secrets.flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
  digestOf(secret),
  digestOf(`+86${secret}`),
])
const found = (text: string): string[] => needles.filter((needle) => text.includes(needle))

/** Everything the database holds, as a dump would write it: each row of each table of each schema that is not PostgreSQL's own. */
async function dump(w: World): Promise<{ table: string; text: string }[]> {
  const { rows: tables } = await w.db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker') order by 1`,
  )
  const all: { table: string; text: string }[] = []
  for (const { name } of tables) {
    const { rows } = await w.db.pool.query<{ row: string }>(`select t::text as row from ${name} t`)
    all.push(...rows.map(({ row }) => ({ table: name, text: row })))
  }
  return all
}

const officer: Who = {
  ...caller('officer', 'vault.read', 'vault.reveal', 'vault.manage'),
  org: 'institution',
  orgKind: 'institution',
}
const consumer: Who = { ...caller('consumer', 'own.methods'), org: 'con_01canary' }

const crashing: Route = route({
  name: 'crash',
  does: 'POST /v1/crash',
  tag: 'test',
  summary: { zh: '崩溃', en: 'Crash' },
  may: 'public',
  body: z.strictObject({ value: z.string().max(100) }),
  reply: z.strictObject({}),
  refuses: [],
  handle: async (w, { body }) => {
    w.log.info({ body, card: body.value, note: `asked with ${body.value}` }, `a line with ${body.value}`)
    return await transaction(w, async (i) => {
      await tokenise(i, { tenant: 'institution', kind: 'card', value: body.value, subject: 'con_01canary' })
      throw new Error(`the bank refused ${body.value}`, { cause: new TypeError(`bad PAN ${body.value}`) })
    })
  },
})

async function bank(): Promise<{ w: TestWorld; lines: string[]; ask: Ask; answers: string[] }> {
  const lines: string[] = []
  const answers: string[] = []
  const w = { ...(await testWorld()), log: makeLog('debug', { write: (line) => void lines.push(line) }) }
  const server = await open(w, [...vaultRoutes, ...methodRoutes, ...vaultRevealRoutes, crashing], {
    authenticate: knowing(officer, consumer),
  })
  const ask: Ask = async (method, path, who, body) => {
    const reply = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${who}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await reply.text()
    if (!path.endsWith('/reveal')) answers.push(JSON.stringify([...reply.headers]) + text)
    return { status: reply.status, body: JSON.parse(text || 'null') as never }
  }
  return { w, lines, ask, answers }
}
type Ask = (
  method: string,
  path: string,
  who: string,
  body?: unknown,
) => Promise<{ status: number; body: { id: string; code: string; value: string; items: { id: string }[] } }>

test('no card, account, id, phone, security code, PIN, track or secret is found in database, log or answer', async () => {
  const { w, lines, ask, answers } = await bank()
  await transaction(w, openCatalogue)
  const method = (number: string, more: object = {}) =>
    ask('POST', '/v1/me/methods', 'consumer', { kind: 'credit_card', number, expires: '2029-12', ...more })

  // Good use: save, verify, tokenise, search, reveal, rotate.
  for (const number of canary.cards.slice(0, 2)) expect((await method(number)).status).toBe(201)
  const account = await ask('POST', '/v1/me/methods', 'consumer', { kind: 'bank_account', number: canary.account })
  expect(
    (await ask('POST', `/v1/me/methods/${account.body.id}/verify`, 'consumer', { way: 'small_amount' })).status,
  ).toBe(200)
  for (const [kind, value] of [
    ['card', canary.cards[2]],
    ['id-number', canary.id],
    ['phone', canary.phone],
  ])
    expect((await ask('POST', '/v1/vault/tokens', 'officer', { kind, value, subject: 'con_01canary' })).status).toBe(
      201,
    )
  const found1 = await ask('POST', '/v1/vault/search', 'officer', { kind: 'card', value: canary.cards[0] })
  const token = found1.body.items[0]?.id ?? ''
  const seen = await ask('POST', `/v1/vault/tokens/${token}/reveal`, 'officer', {
    purpose: 'payment',
    reason: '核对争议案件 D-2207',
  })
  expect(seen.body.value).toBe(canary.cards[0])
  for (const path of [
    `/v1/vault/tokens/${token}`,
    '/v1/vault/tokens',
    '/v1/vault/reveals',
    '/v1/vault/keys',
    '/v1/methods',
  ])
    expect((await ask('GET', path, 'officer')).status).toBe(200)
  expect((await ask('GET', '/v1/me/methods', 'consumer')).status).toBe(200)

  await misuse(ask, method, token)
  const crash = await ask('POST', '/v1/crash', 'consumer', { value: canary.crash })
  expect(crash.status).toBe(500)
  w.log.error({ headers: { authorization: `Bearer ${canary.bearer}` }, key: canary.bearer }, `key ${canary.bearer}`)

  w.pass(1)
  await askRotation(w, 'data')
  await askRotation(w, 'master')
  const vaultWork = vaultJobs(keepers)
  for (const job of vaultWork) await job.run(w, {})
  await runDueJobs(w, vaultWork, [])
  await transaction(w, (i) => shred(i, 'con_01canary'))

  const rows = await dump(w)
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter(({ text }) => found(text).length > 0)).toEqual([])
  expect(lines.length).toBeGreaterThan(20)
  expect(lines.filter((line) => found(line).length > 0)).toEqual([])
  expect(answers.filter((answer) => found(answer).length > 0)).toEqual([])
})

// Bad use: authentication data, wrong places, broken JSON, values where an id should be.
async function misuse(
  ask: Ask,
  method: (number: string, more?: object) => ReturnType<Ask>,
  token: string,
): Promise<void> {
  const [first = '', second = '', third = ''] = canary.cards
  for (const more of [{ cvv: canary.cvv }, { pin: canary.pin }, { track2: canary.track }, { cryptogram: canary.cvv }]) {
    const refused = await method(third, more)
    expect([refused.status, refused.body.code]).toEqual([422, 'vault.authentication_data'])
  }
  const bad = [
    await method(canary.track),
    await method(first), // already saved
    await method(`${third.slice(0, -1)}${(Number(third.at(-1)) + 1) % 10}`),
    await method(third, { [third]: third, label: third.repeat(9) }),
    await method(third, { kind: third }),
    await method(third, { label: `老婆的卡 ${third}` }),
    await method(third, { issuer: `电话 ${canary.phone}` }),
    await ask('POST', '/v1/me/methods', 'consumer', `{"kind":"credit_card","number":"${third}",,}`),
    await ask('POST', '/v1/me/methods', 'consumer', `{"number":"${third}","number":"${second}"}`),
    await ask('POST', '/v1/me/methods', 'consumer', `{"${third}":"1","${third}":"2"}`),
    await ask('GET', `/v1/vault/keys?${third}=1`, 'officer'),
    await ask('GET', `/v1/vault/tokens/${first}`, 'officer'),
    await ask('GET', `/v1/vault/tokens?cursor=${first}`, 'officer'),
    await ask('GET', `/v1/nothing/${first}?pan=${second}`, 'officer'),
    await ask('POST', '/v1/vault/search', 'officer', { kind: 'phone', value: canary.id }),
    await ask('POST', '/v1/vault/search', 'officer', { kind: 'card', value: canary.track }),
    await ask('POST', `/v1/vault/tokens/${token}/reveal`, 'officer', {
      purpose: 'payment',
      reason: `客户卡号 ${first}`,
    }),
    await ask('GET', '/v1/vault/tokens', canary.bearer),
  ]
  expect(bad.filter(({ status }) => status < 400 || status >= 500).map(({ status, body }) => [status, body])).toEqual(
    [],
  )
}

test('a card number typed where people write is refused at the door, in words of both languages, and is stored and said nowhere', async () => {
  const lines: string[] = []
  const w = { ...(await testWorld()), log: makeLog('debug', { write: (line) => void lines.push(line) }) }
  const person: Who = { ...caller('person', 'own.privacy'), org: 'con_01canary', orgKind: 'consumer' }
  const clerk: Who = {
    ...caller('clerk', 'payments.create', 'payments.refund', 'requests.handle', 'retention.manage'),
    org: 'institution',
    orgKind: 'institution',
  }
  const routes = [...paymentRoutes, ...ownPrivacyRoutes, ...deskRoutes]
  const { url } = await open(w, routes, { authenticate: knowing(person, clerk) })
  const amount = { currency: 'CNY', minor: '1999' }
  const order = { order: 'S-1', amount, product: 'online' }
  let keys = 0
  const written = (text: string): [string, string, object][] => [
    ['clerk', '/v1/payments', { ...order, subject: text }],
    ['clerk', '/v1/payments/pay_01k5xg3v0000000000000000ab/refunds', { amount, reason: text }],
    ['clerk', '/v1/legal-holds', { target: 'con_01k5xg3v0000000000000000ab', reason: text }],
    ['clerk', '/v1/privacy-requests/prq_01k5xg3v0000000000000000ab/refuse', { words: text }],
    ['person', '/v1/me/requests', { kind: 'correct', words: text }],
  ]
  for (const card of canary.cards)
    for (const shown of [card, card.replace(/\d{4}(?=\d)/g, '$& '), card.replace(/\d{4}(?=\d)/g, '$&-'), wide(card)])
      for (const [as, path, body] of written(`退到卡 ${shown}，谢谢`)) {
        const reply = await fetch(url + path, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${as}`,
            'content-type': 'application/json',
            'idempotency-key': `canary-${++keys}`,
          },
          body: JSON.stringify(body),
        })
        const said = await reply.text()
        expect([path, reply.status, JSON.parse(said).code]).toEqual([path, 400, 'world.input_invalid'])
        expect(said).toContain('疑似含银行卡号')
        expect(said).toContain('looks like a card number')
        expect([card, shown].filter((secret) => said.includes(secret))).toEqual([])
      }
  expect((await dump(w)).filter(({ text }) => found(text).length > 0)).toEqual([])
  expect(lines.filter((line) => found(line).length > 0)).toEqual([])
})

const wide = (digitsGiven: string): string =>
  digitsGiven.replace(/\d/g, (one) => String.fromCodePoint(0xff10 + Number(one)))

test('the scanner finds a canary wherever it is planted: in a row, in bytes, in a hash, in a line', async () => {
  const w = await testWorld()
  const [card = ''] = canary.cards
  await w.db.pool.query(`insert into sandbox.done (step, at_ms) values ($1, 1)`, [`paid with ${card}`])
  await w.db.pool.query(`insert into vault.refusal (day, because, count, last_at_ms) values ('2026-07-01', $1, 1, 1)`, [
    digestOf(card),
  ])
  await w.db.pool.query(
    `insert into world.answer (org, route, key, digest, ticket, lease_until_ms, asked_ms, answered_ms, status, headers, body)
     values ('a', 'b', 'c', 'd', 'e', 1, 1, 1, 200, '{}', $1)`,
    [Buffer.from(`{"card":"${card}"}`)],
  )
  const tables = (await dump(w)).filter(({ text }) => found(text).length > 0).map(({ table }) => table)
  expect(tables).toEqual(['sandbox.done', 'vault.refusal', 'world.answer'])
  expect(found(`{"what":"${card}"}`)).toEqual([card])
})

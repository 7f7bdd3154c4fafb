import { TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { type Device, newDevice } from '../../test/authenticator.ts'
import { open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { hourMs, minuteMs, secondMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { giveDemoCredentials } from './demoCredentials.ts'
import { employ } from './employ.ts'
import type { Person } from './person.ts'
import { identityRoutes } from './routes.ts'
import { tokensIn, whoIs } from './whoIs.ts'

const password = 'lotus pond at dusk'
const phone = '13900138001'

type Json = Record<string, never> & { [name: string]: unknown }
type Said = { status: number; body: Json; code: string }

// A browser: keeps cookies, sends its origin, and reads what is said.
function browser(url: string, w: TestWorld) {
  const cookies = new Map<string, string>()
  const origin = url
  const ask = async (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Said> => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        origin,
        'user-agent': 'Test/1',
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    for (const text of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await reply.text()
    const said = (text === '' ? {} : JSON.parse(text)) as Json
    return { status: reply.status, body: said, code: String(said['code'] ?? '') }
  }
  const code = async (): Promise<string> => {
    const { body } = await ask('GET', '/v1/sandbox/inbox')
    const [newest] = body['items'] as unknown as { text: { en: string } }[]
    return /\b\d{6}\b/.exec(newest?.text.en ?? '')?.[0] ?? ''
  }
  return {
    cookies,
    origin,
    get: (path: string) => ask('GET', path),
    post: (path: string, body: object = {}, stepUp?: string) =>
      ask('POST', path, body, stepUp === undefined ? {} : { 'covenant-step-up': stepUp }),
    end: (path: string) => ask('DELETE', path),
    code,
    // Confirms by text message what was just refused.
    confirmed: async ({ body }: Said): Promise<string> => {
      const { act, bound } = body['confirm'] as unknown as { act: string; bound: string }
      const { body: step } = await ask('POST', '/v1/step-ups', { act, bound, summary: { zh: '确认', en: 'confirm' } })
      w.pass(minuteMs)
      const { body: sent } = await ask('POST', `/v1/step-ups/${String(step['id'])}/sms`, {})
      const given = { by: 'sms', challenge: sent['challenge'], code: await code() }
      const { body: done } = await ask('POST', `/v1/step-ups/${String(step['id'])}/confirm`, given)
      return String(done['id'])
    },
  }
}

async function house(mode: World['mode'] = 'sandbox') {
  const w = await testWorld()
  const id = newId('usr', w.now(), w.random)
  const person: Person = {
    id,
    name: { zh: '王敏', en: 'Wang Min' },
    role: 'finance',
    org: 'institution',
    orgKind: 'institution',
    active: true,
  }
  await transaction(w, (i) => employ(i, person))
  await giveDemoCredentials(w, { person: id, login: 'wang.min', password, phone })
  const running: World = { ...w, mode }
  const { url } = await open(running, identityRoutes, {
    authenticate: (_, shown) => whoIs(running, { ...shown, ...tokensIn(running, shown.cookies) }),
  })
  return { w, id, url, visit: () => browser(url, w) }
}
type Browser = ReturnType<typeof browser>

async function signIn(page: Browser): Promise<Said> {
  const { body } = await page.post('/v1/sign-ins', { by: 'password', login: 'wang.min', password })
  const { body: sent } = await page.post(`/v1/sign-ins/${String(body['id'])}/sms`)
  const given = { by: 'sms', challenge: sent['challenge'], code: await page.code() }
  return await page.post(`/v1/sign-ins/${String(body['id'])}/finish`, given)
}

async function addPasskey(page: Browser, device: Device, stepUp?: string): Promise<Said> {
  const { body, status, ...rest } = await page.post('/v1/me/passkeys/options', {}, stepUp)
  if (status !== 200) return { body, status, ...rest }
  const response = device.createJSON(page.origin, body['options'] as unknown as object)
  return await page.post('/v1/me/passkeys', { challenge: body['challenge'], response, name: '我的手机' })
}

test('a password alone opens nothing: the second factor does, and only once', async () => {
  const { visit, id } = await house()
  const page = visit()
  const first = await page.post('/v1/sign-ins', { by: 'password', login: ' Wang.Min ', password })
  expect(first).toMatchObject({ status: 201, body: { state: 'second-factor', ways: ['sms'], phone: '139****8001' } })
  expect(page.cookies.size).toBe(0)
  expect((await page.get('/v1/me')).status).toBe(401)
  const { body: sent } = await page.post(`/v1/sign-ins/${String(first.body['id'])}/sms`)
  const given = { by: 'sms', challenge: sent['challenge'], code: await page.code() }
  const done = await page.post(`/v1/sign-ins/${String(first.body['id'])}/finish`, given)
  expect(done).toMatchObject({ status: 201, body: { state: 'signed-in', me: { user: id }, mustEnrol: false } })
  expect((await page.post(`/v1/sign-ins/${String(first.body['id'])}/finish`, given)).code).toBe(
    'identity.no_such_sign_in',
  )
  const me = await page.get('/v1/me')
  expect(me.body['may']).toContain('payments.refund')
})

test('who has no second factor is let in as far as enrolling one, and from then on may what their role may', async () => {
  const { visit, w } = await house()
  await w.db.pool.query('delete from identity.person_phone')
  const page = visit()
  const first = await page.post('/v1/sign-ins', { by: 'password', login: 'wang.min', password })
  expect(first.body).toMatchObject({ state: 'signed-in', mustEnrol: true, me: { may: [] } })
  const before = page.cookies.get('covenant_session')
  const { body: app } = await page.post('/v1/me/totp')
  const token = new TOTP({ secret: String(app['secret']) }).generate({ timestamp: w.now() })
  expect(await page.post('/v1/me/totp/confirm', { code: token })).toMatchObject({
    status: 200,
    body: { assurance: { methods: ['password', 'totp'], factors: 2 } },
  })
  expect(page.cookies.get('covenant_session'), 'the token changes with the privilege').not.toBe(before)
  expect((await page.get('/v1/me')).body['may']).toContain('payments.refund')
})

test('an unknown name and a wrong password are answered alike, and ten of either lock that name for half an hour', async () => {
  const { visit, w } = await house()
  const page = visit()
  const tried = (login: string, given: string) => page.post('/v1/sign-ins', { by: 'password', login, password: given })
  const wrong = await tried('wang.min', 'lotus pond at dawn')
  const nobody = await tried('zhang.san', 'lotus pond at dawn')
  const plain = ({ body }: Said) => ({ ...body, requestId: '' })
  expect(plain(wrong)).toEqual(plain(nobody))
  expect(wrong.status).toBe(401)
  for (let time = 1; time < 10; time++) {
    await tried('wang.min', 'lotus pond at dawn')
    await tried('zhang.san', 'lotus pond at dawn')
  }
  expect((await tried('wang.min', password)).code).toBe('identity.locked_out')
  expect((await tried('zhang.san', password)).code).toBe('identity.locked_out')
  w.pass(29 * minuteMs)
  expect((await tried('wang.min', password)).code).toBe('identity.locked_out')
  w.pass(minuteMs + secondMs)
  expect((await tried('wang.min', password)).status).toBe(201)
})

test('fifty guesses at once are ten guesses', async () => {
  const { visit, w } = await house()
  const page = visit()
  const tried = () => page.post('/v1/sign-ins', { by: 'password', login: 'wang.min', password: 'lotus pond at dawn' })
  const said = await Promise.all(Array.from({ length: 50 }, tried))
  expect(said.filter(({ code }) => code === 'identity.sign_in_refused')).toHaveLength(10)
  expect(said.filter(({ code }) => code === 'identity.locked_out')).toHaveLength(40)
  const { rows } = await w.db.pool.query(`select facts from world.record where act = 'identity.sign_in_failed'`)
  expect(rows).toHaveLength(10)
})

test('a passkey is enrolled after a confirmation, signs in without a name, and cannot be the last to go', async () => {
  const { visit, w } = await house()
  const page = visit()
  await signIn(page)
  w.pass(6 * minuteMs)
  const device = newDevice()
  const asked = await addPasskey(page, device)
  expect(asked).toMatchObject({
    status: 403,
    code: 'identity.step_up_needed',
    body: { confirm: { act: 'factors.change' } },
  })
  const stepUp = await page.confirmed(asked)
  expect(await addPasskey(page, device, stepUp)).toMatchObject({
    status: 201,
    body: { passkeys: [{ name: '我的手机' }] },
  })
  await page.end('/v1/sessions/current')

  const again = visit()
  const { body } = await again.post('/v1/sign-ins/passkey-options')
  const response = device.getJSON(again.origin, body['options'] as unknown as object)
  const done = await again.post('/v1/sign-ins', { by: 'passkey', challenge: body['challenge'], response })
  expect(done).toMatchObject({ status: 201, body: { state: 'signed-in' } })
  await again.post('/v1/me/phone/remove')
  const { body: seen } = await again.get('/v1/me/factors')
  const [passkey] = seen['passkeys'] as unknown as { id: string; kept: object | null }[]
  expect(passkey?.kept).toMatchObject({ en: expect.stringContaining('last way') as string })
  expect((await again.post(`/v1/me/passkeys/${String(passkey?.id)}/remove`)).code).toBe('identity.last_factor')
})

test('a step-up is for one act, one digest, one session and one time', async () => {
  const { visit, w } = await house()
  const page = visit()
  const other = visit()
  await signIn(page)
  w.pass(minuteMs)
  await signIn(other)
  w.pass(6 * minuteMs)
  const needed = { status: 403, code: 'identity.step_up_needed' }
  const asked = await page.post('/v1/me/recovery-codes')
  expect(asked).toMatchObject(needed)
  const stepUp = await page.confirmed(asked)
  expect(await page.post('/v1/me/passkeys/options', {}, stepUp), 'another change').toMatchObject(needed)
  expect(await other.post('/v1/me/recovery-codes', {}, stepUp), 'another session').toMatchObject(needed)
  w.pass(5 * minuteMs)
  const late = await page.post('/v1/me/recovery-codes', {}, stepUp)
  expect(late, 'after five minutes').toMatchObject(needed)
  const fresh = await page.confirmed(late)
  const crowd = await Promise.all(Array.from({ length: 5 }, () => page.post('/v1/me/recovery-codes', {}, fresh)))
  expect(
    crowd.filter(({ status }) => status === 200),
    'five at once',
  ).toHaveLength(1)
})

test('ten recovery codes are shown once, each opens one sign-in', async () => {
  const { visit } = await house()
  const page = visit()
  await signIn(page)
  const { body } = await page.post('/v1/me/recovery-codes')
  const codes = body['codes'] as unknown as string[]
  expect(new Set(codes).size).toBe(10)
  const enter = async (code: string) => {
    const lost = visit()
    const { body: begun } = await lost.post('/v1/sign-ins', { by: 'password', login: 'wang.min', password })
    return await lost.post(`/v1/sign-ins/${String(begun['id'])}/finish`, { by: 'recovery', code })
  }
  expect((await enter(codes[0]?.toUpperCase() ?? '')).status).toBe(201)
  expect((await enter(codes[0] ?? '')).code).toBe('identity.code_wrong')
  expect((await enter(codes[1] ?? '')).status).toBe(201)
})

test('sessions are listed and ended, idle and absolute limits hold, and a new password ends the others', async () => {
  const { visit, w } = await house()
  const page = visit()
  await signIn(page)
  w.pass(minuteMs)
  const other = visit()
  await signIn(other)
  const { body } = await page.get('/v1/me/sessions')
  const rows = body['items'] as unknown as { id: string; current: boolean; userAgent: string; methods: string[] }[]
  expect(rows).toMatchObject([{ userAgent: 'Test/1', methods: ['password', 'sms'] }, { current: true }])
  const changed = { current: password, password: 'sparrows over the old wall' }
  expect((await page.post('/v1/me/password', changed)).status).toBe(200)
  expect((await other.get('/v1/me')).status).toBe(401)
  expect((await page.get('/v1/me')).status).toBe(200)
  expect((await page.post(`/v1/me/sessions/${String(rows[0]?.id)}/end`)).code).toBe('identity.no_such_session')
  for (let hour = 0; hour < 11; hour++) {
    w.pass(hourMs)
    expect((await page.get('/v1/me')).status).toBe(200)
  }
  w.pass(hourMs)
  expect((await page.get('/v1/me')).status, 'twelve hours').toBe(401)
})

test('in a live installation a session rests fifteen minutes, and no demo user and no inbox is there', async () => {
  const { visit, w, id } = await house('live')
  const page = visit()
  expect((await page.post('/v1/sessions', { user: id })).code).toBe('identity.sandbox_only')
  expect((await page.get('/v1/sandbox/inbox')).code).toBe('identity.sandbox_only')
  await w.db.pool.query('delete from identity.person_phone')
  await page.post('/v1/sign-ins', { by: 'password', login: 'wang.min', password })
  expect((await page.get('/v1/me')).status).toBe(200)
  w.pass(15 * minuteMs)
  expect((await page.get('/v1/me')).status).toBe(401)
})

test('the demo door says that nothing was proved', async () => {
  const { visit, id } = await house()
  const page = visit()
  await page.post('/v1/sessions', { user: id })
  expect((await page.get('/v1/me/factors')).body).toMatchObject({ assurance: { methods: ['demo'], factors: 0 } })
})

test('a consumer signs up with a phone, adds a passkey and comes back with it; no phone stands in a table', async () => {
  const { visit, w } = await house()
  const page = visit()
  const { body: sent } = await page.post('/v1/consumers/codes', { phone: '138 0013 8000' })
  const given = { by: 'code', phone: '13800138000', challenge: sent['challenge'], code: await page.code() }
  const first = await page.post('/v1/consumers/sessions', given)
  expect(first).toMatchObject({ status: 201, body: { phone: '138****8000', assurance: { factors: 1 } } })
  expect((await page.get('/v1/me')).status, 'a consumer is nobody’s user').toBe(403)
  const { body } = await page.post('/v1/me/consumer/passkeys/options')
  const device = newDevice()
  const response = device.createJSON(page.origin, body['options'] as unknown as object)
  const name = { challenge: body['challenge'], response, name: '手机' }
  expect(await page.post('/v1/me/consumer/passkeys', name)).toMatchObject({ status: 201 })
  await page.end('/v1/consumers/sessions/current')
  expect((await page.get('/v1/me/consumer')).status).toBe(401)
  const { body: question } = await page.post('/v1/consumers/passkey-options')
  const answer = device.getJSON(page.origin, question['options'] as unknown as object)
  const back = await page.post('/v1/consumers/sessions', {
    by: 'passkey',
    challenge: question['challenge'],
    response: answer,
  })
  expect(back.body).toMatchObject({ consumer: first.body['consumer'], assurance: { methods: ['passkey'], factors: 2 } })
  const { rows } = await w.db.pool.query<{ all: string }>(
    `select string_agg(c::text, '') as all from identity.consumer c`,
  )
  expect(rows[0]?.all).not.toContain('13800138000')
})

test('a browser that is signed in twice is the consumer at the consumer’s doors and the user at all others', async () => {
  const { visit, id } = await house()
  const page = visit()
  const { body: sent } = await page.post('/v1/consumers/codes', { phone: '13800138000' })
  await page.post('/v1/consumers/sessions', {
    by: 'code',
    phone: '13800138000',
    challenge: sent['challenge'],
    code: await page.code(),
  })
  await page.post('/v1/sessions', { user: id })
  expect((await page.get('/v1/me')).body['user']).toBe(id)
  expect((await page.get('/v1/me/consumer')).status).toBe(200)
})

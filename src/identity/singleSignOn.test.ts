import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error the package brings no types
import Provider from 'oidc-provider'
import { expect, onTestFinished, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { employ } from './employ.ts'
import { permissionsOf } from './role.ts'
import { beginSignOn, finishSignOn } from './singleSignOn.ts'
import { changeSignOn } from './singleSignOnSettings.ts'
import { userOf } from './storeUsers.ts'
import { deactivate, setEmail } from './usersChange.ts'
import { whoIs, whoOfPerson } from './whoIs.ts'

const redirectUri = 'http://localhost:8080/sign-in/back'
type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }
type Context = {
  provider: { Grant: new (of: { clientId: string; accountId: string }) => Grant }
  client?: { clientId: string }
  session?: { accountId: string }
}
type Account = { sub: string; email: string; email_verified: boolean; groups: string[] }

// A directory of people that is not ours: oidc-provider, certified by the OpenID Foundation, on this machine.
async function directory(account: Account): Promise<{ issuer: string }> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const configuration = {
    clients: [
      {
        client_id: 'covenant',
        client_secret: 'a-secret-of-the-directory-of-people',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: () => ({ accountId: account.sub, claims: () => ({ ...account }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }: { oidc: Context }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    cookies: { keys: ['test'] },
  }
  const provider = new Provider(issuer, configuration)
  const callback = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/'))
      return void provider.interactionFinished(request, response, { login: { accountId: account.sub } })
    callback(request, response)
  })
  onTestFinished(() => void server.close())
  return { issuer }
}

// A browser at the provider: follows every redirect with its cookies until it is sent back to us.
async function walk(url: string): Promise<Record<string, string>> {
  const jar = new Map<string, string>()
  let at = url
  for (let step = 0; step < 12; step++) {
    const reply = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const one of reply.headers.getSetCookie()) {
      const [name = '', value = ''] = (one.split(';')[0] ?? '').split('=')
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    const to = new URL(reply.headers.get('location') ?? '', at)
    if (to.href.startsWith(redirectUri)) return Object.fromEntries(to.searchParams)
    at = to.href
  }
  throw new Error('the provider did not send us back')
}

type House = { w: TestWorld; user: string; admin: Awaited<ReturnType<typeof whoOfPerson>> }
async function house(issuer: string, groupRoles: { group: string; role: string }[] = []): Promise<House> {
  const w = await testWorld()
  w.network((url, init) => fetch(url, init))
  const person = (role: string, zh: string) => ({
    id: newId('usr', w.now(), w.random),
    name: { zh, en: zh },
    role,
    org: 'institution',
    orgKind: 'institution' as const,
    active: true,
  })
  const [boss, wang] = [person('administrator', '徐立'), person('finance', '王敏')]
  await transaction(w, async (i) => {
    await employ(i, boss)
    await employ(i, wang)
  })
  const admin = await whoOfPerson(w, boss)
  await setEmail(w, admin, wang.id, 'Min.Wang@yunhui.example')
  await changeSignOn(w, admin, {
    issuer,
    clientId: 'covenant',
    newSecret: 'a-secret-of-the-directory-of-people',
    button: { zh: '云汇统一身份', en: 'Yunhui staff account' },
    groupsClaim: 'groups',
    groupRoles,
    enabled: true,
    version: 0,
  })
  return { w, user: wang.id, admin }
}
const wangMin: Account = { sub: 'u-1001', email: 'min.wang@yunhui.example', email_verified: true, groups: ['finance'] }
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'in',
    (error: { code: string }) => error.code,
  )
async function through(w: TestWorld) {
  const begun = await beginSignOn(w, redirectUri)
  const parameters = await walk(begun.url)
  return { parameters, state: begun.state, keptState: begun.state }
}

test('a person of the directory comes in as the user with the same verified address, and later by the subject alone', async () => {
  const account = { ...wangMin }
  const { issuer } = await directory(account)
  const { w, user } = await house(issuer)
  const first = await finishSignOn(w, await through(w))
  expect(first.person.id).toBe(user)
  const shown = { authorization: null, ip: '', method: 'GET', target: '/', headers: {}, raw: Buffer.alloc(0) }
  expect(await whoIs(w, { ...shown, session: first.token })).toMatchObject({ id: user, role: 'finance' })
  account.email = 'renamed@yunhui.example'
  expect((await finishSignOn(w, await through(w))).person.id).toBe(user)
})

test('an answer is used once, in time, by the browser that asked, and only with its own code', async () => {
  const { issuer } = await directory(wangMin)
  const { w } = await house(issuer)
  const answer = await through(w)
  expect(await codeOf(finishSignOn(w, { ...answer, keptState: 'another browser' }))).toBe('identity.sign_on_refused')
  expect(await codeOf(finishSignOn(w, answer))).toBe('in')
  expect(await codeOf(finishSignOn(w, answer))).toBe('identity.sign_on_refused')
  const [one, two] = [await through(w), await through(w)]
  const swapped = { ...one, parameters: { ...one.parameters, code: two.parameters['code'] ?? '' } }
  expect(await codeOf(finishSignOn(w, swapped))).toBe('identity.sign_on_refused')
  const late = await through(w)
  w.pass(11 * minuteMs)
  expect(await codeOf(finishSignOn(w, late))).toBe('identity.sign_on_refused')
})

test('an answer that names another issuer is refused (mix-up, RFC 9207)', async () => {
  const { issuer } = await directory(wangMin)
  const { w } = await house(issuer)
  const answer = await through(w)
  const parameters = { ...answer.parameters, iss: 'https://elsewhere.example' }
  expect(await codeOf(finishSignOn(w, { ...answer, parameters }))).toBe('identity.sign_on_refused')
})

test.each([
  ['an address nobody here has', { email: 'stranger@yunhui.example' }],
  ['an address the directory has not verified', { email_verified: false }],
])('%s opens nothing', async (_, change) => {
  const { issuer } = await directory({ ...wangMin, ...change })
  const { w } = await house(issuer)
  expect(await codeOf(through(w).then((answer) => finishSignOn(w, answer)))).toBe('identity.sign_on_stranger')
})

test('a user who was deactivated stays out', async () => {
  const { issuer } = await directory(wangMin)
  const { w, user, admin } = await house(issuer)
  await finishSignOn(w, await through(w))
  await deactivate(w, admin, user)
  expect(await codeOf(through(w).then((answer) => finishSignOn(w, answer)))).toBe('identity.sign_on_stranger')
})

test('groups give the role; without any of them there is no entry', async () => {
  const account = { ...wangMin, groups: ['all-staff', 'risk-desk'] }
  const { issuer } = await directory(account)
  const { w, user } = await house(issuer, [{ group: 'risk-desk', role: 'risk' }])
  expect((await finishSignOn(w, await through(w))).person.role).toBe('risk')
  expect((await userOf(w, user))?.role).toBe('risk')
  account.groups = ['all-staff']
  expect(await codeOf(through(w).then((answer) => finishSignOn(w, answer)))).toBe('identity.sign_on_no_role')
})

test('a directory that is silent, or one without TLS in a live house, is told in words', async () => {
  const { issuer } = await directory(wangMin)
  const { w } = await house(issuer)
  expect(await codeOf(beginSignOn({ ...w, mode: 'live' }, redirectUri))).toBe('identity.sign_on_unreachable')
  w.network(() => Promise.reject(new TypeError('dead')))
  expect(await codeOf(beginSignOn(w, redirectUri))).toBe('identity.sign_on_unreachable')
})

test('the settings hand out no role that the administrator does not have', async () => {
  const { w, admin } = await house('https://id.yunhui.example')
  const less = { ...admin, permissions: new Set(permissionsOf.finance) }
  const wanted = {
    issuer: 'https://id.yunhui.example',
    clientId: 'covenant',
    newSecret: null,
    button: { zh: '云汇', en: 'Yunhui' },
    groupsClaim: 'groups',
    groupRoles: [{ group: 'g', role: 'administrator' }],
    enabled: true,
    version: 1,
  }
  expect(await codeOf(changeSignOn(w, less, wanted))).toBe('identity.grants_more')
})

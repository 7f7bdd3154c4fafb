import { expect, test } from 'vitest'
import { keepers } from '../src/app.ts'
import { putKey, signingPlace } from '../src/identity/apiKeyMake.ts'
import { sendConsumerCode, signInConsumer } from '../src/identity/consumerSignIn.ts'
import { keptEmail } from '../src/identity/email.ts'
import { readInbox } from '../src/identity/inbox.ts'
import { keepPhone, phoneNumberOf } from '../src/identity/personPhone.ts'
import { makeRecoveryCodes, takeRecoveryCode } from '../src/identity/recoveryCode.ts'
import { signOnPlace } from '../src/identity/singleSignOn.ts'
import { changeSignOn } from '../src/identity/singleSignOnSettings.ts'
import { apiKeyById } from '../src/identity/storeApiKeys.ts'
import { totpOf } from '../src/identity/storeFactors.ts'
import { signOnProvider } from '../src/identity/storeSignOn.ts'
import { personByEmail } from '../src/identity/storeUsers.ts'
import { person } from '../src/identity/testApprovals.ts'
import { beginApp, totpPlace } from '../src/identity/totp.ts'
import { setEmail } from '../src/identity/usersChange.ts'
import { keysOfRoom } from '../src/negotiation/negotiationKey.ts'
import { openRequest } from '../src/privacy/openRequest.ts'
import { registerWard } from '../src/privacy/registerWard.ts'
import { openWords } from '../src/privacy/words.ts'
import { destroyAfterMs, destroyRetired } from '../src/vault/destroyRetired.ts'
import { askRotation, rotateStep } from '../src/vault/rotate.ts'
import { unsealText } from '../src/vault/unseal.ts'
import { transaction } from '../src/world/command.ts'
import type { World } from '../src/world/world.ts'
import { type TestWorld, testWorld } from './house.ts'

/** Every row of every table as text, with where it stands; keys themselves and the log may name what is gone. */
async function rowsOf(w: World): Promise<{ at: string; text: string }[]> {
  const { rows: tables } = await w.db.pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const kept = tables.filter(({ schema, name }) => !['vault.data_key', 'world.record'].includes(`${schema}.${name}`))
  const all = await Promise.all(
    kept.map(async ({ schema, name }) => {
      const { rows } = await w.db.pool.query<{ text: string }>(`select t::text as text from "${schema}"."${name}" t`)
      return rows.map(({ text }) => ({ at: `${schema}.${name}`, text }))
    }),
  )
  return all.flat()
}

async function house(w: TestWorld) {
  const admin = await person(w, 'administrator')
  const from = { origin: undefined, address: '10.0.0.1', userAgent: 'test' }
  const phone = '13812345678'
  const sent = await sendConsumerCode(w, phone, '10.0.0.1')
  const code = /\d{6}/.exec((await readInbox(w))[0]?.text.zh ?? '')?.[0] ?? ''
  const { consumer } = await signInConsumer(w, { phone, challenge: sent.challenge, code }, from)
  await transaction(w, (i) => keepPhone(i, admin.id, '13987654321'))
  await setEmail(w, admin, admin.id, 'shen@yunhui-pay.example')
  const codes = await makeRecoveryCodes(w, admin.id)
  const { secret } = await beginApp(w, admin.id, 'shen')
  const signOn = { issuer: 'https://id.example', clientId: 'covenant', button: { zh: '登录', en: 'Sign in' } }
  const groups = { groupsClaim: 'groups', groupRoles: [], enabled: false, version: 0 }
  await changeSignOn(w, admin, { ...signOn, ...groups, newSecret: 'client-secret-of-the-directory' })
  const key = await transaction(w, (i) =>
    putKey(i, {
      org: 'mer_1',
      orgKind: 'merchant',
      name: { zh: '收银', en: 'Till' },
      permissions: ['payments.read'],
      addresses: [],
      expiresAt: null,
      signing: 'hmac',
      publicKey: null,
      createdBy: admin.id,
      rotatedFrom: null,
    }),
  )
  const request = await transaction(w, (i) =>
    openRequest(i, { subject: consumer.id, kind: 'access', words: '请告诉我你们有我的哪些数据' }),
  )
  await transaction(w, (i) =>
    registerWard(i, {
      guardian: consumer.id,
      name: '林小满',
      born: '2019-05-04',
      phone: '13700001111',
      relation: 'parent',
      evidence: '出生医学证明 J310123456',
    }),
  )
  await transaction(w, (i) => keysOfRoom(i, 'par_quickpass'))
  return { admin, consumer, phone, codes, secret, key, request, from }
}

async function rotated(w: TestWorld, what: 'data' | 'search'): Promise<void> {
  w.pass(61_000)
  await askRotation(w, what)
  for (let step = 0; await rotateStep(w, keepers); step++) if (step > 200) throw new Error('it does not end')
}

test('after both kinds of key were rotated no row of any module names an old one, and everything still opens and is found', async () => {
  const w = await testWorld()
  const { admin, consumer, phone, codes, secret, key, request, from } = await house(w)
  const { rows: old } = await w.db.pool.query<{ id: string; purpose: string }>('select id, purpose from vault.data_key')
  const purposes = new Set(old.map(({ purpose }) => purpose))
  for (const { purpose } of keepers.seals) expect(purposes).toContain(purpose)
  await rotated(w, 'data')
  await rotated(w, 'search')
  const names = old.filter(({ purpose }) => purpose !== 'vault.search').map(({ id }) => id)
  const found = (await rowsOf(w)).filter(
    ({ text }) => names.some((id) => text.includes(id)) || /\bv1\.[0-9a-f]{64}/.test(text),
  )
  expect(found.map(({ at, text }) => `${at} ${text.slice(0, 200)}`)).toEqual([])

  const again = await sendConsumerCode(w, phone, '10.0.0.1')
  const code = /\d{6}/.exec((await readInbox(w))[0]?.text.zh ?? '')?.[0] ?? ''
  expect((await signInConsumer(w, { phone, challenge: again.challenge, code }, from)).consumer.id).toBe(consumer.id)
  expect(await phoneNumberOf(w, admin.id)).toBe('+8613987654321')
  const { hash } = await keptEmail(w, 'Shen@yunhui-pay.example')
  expect(await personByEmail(w, hash)).toBe(admin.id)
  await takeRecoveryCode(w, admin.id, codes[3] ?? '')
  await expect(takeRecoveryCode(w, admin.id, codes[3] ?? '')).rejects.toMatchObject({ code: 'identity.code_wrong' })
  expect(await unsealText(w, (await totpOf(w, admin.id))?.sealed ?? '', totpPlace(admin.id))).toBe(secret)
  expect(await unsealText(w, (await signOnProvider(w))?.clientSecret ?? '', signOnPlace)).toMatch(/directory$/)
  const kept = await apiKeyById(w, key.id)
  expect(
    await unsealText(w, kept?.signingKey ?? '', signingPlace({ id: key.id as `key_${string}`, org: 'mer_1' })),
  ).toBe(key.signingSecret)
  const { rows } = await w.db.pool.query<{ words: string }>('select words from privacy.request')
  expect(await openWords(w, { subject: consumer.id, id: request.id }, 'words', rows[0]?.words ?? null)).toMatch(/数据/)

  w.pass(destroyAfterMs)
  expect(await destroyRetired(w, keepers)).toBe(names.length)
  expect(await openWords(w, { subject: consumer.id, id: request.id }, 'words', rows[0]?.words ?? null)).toMatch(/数据/)
})

test('a code that was sent before the search key changed is right after it, and tries are counted on', async () => {
  const w = await testWorld()
  const phone = '13812345678'
  const sent = await sendConsumerCode(w, phone, '10.0.0.9')
  const code = /\d{6}/.exec((await readInbox(w))[0]?.text.zh ?? '')?.[0] ?? ''
  await rotated(w, 'search')
  const from = { origin: undefined, address: '10.0.0.9', userAgent: 'test' }
  expect((await signInConsumer(w, { phone, challenge: sent.challenge, code }, from)).consumer.id).toMatch(/^con_/)
  const { rows } = await w.db.pool.query<{ failed: number }>('select failed from identity.failure')
  await sendConsumerCode(w, phone, '10.0.0.9')
  const { rows: later } = await w.db.pool.query<{ failed: number }>('select failed from identity.failure')
  expect(later).toHaveLength(rows.length)
})

test('every column that holds a ciphertext or a search hash has a keeper', async () => {
  const w = await testWorld()
  await house(w)
  const { rows: columns } = await w.db.pool.query<{ place: string; schema: string; tab: string; col: string }>(
    `select table_schema || '.' || table_name || '.' || column_name as place, table_schema as schema, table_name as tab,
            column_name as col
       from information_schema.columns
      where data_type = 'text' and table_schema not in ('pg_catalog', 'information_schema', 'public')`,
  )
  // The vault's own ciphertexts stand beside the id of their key; a message to somebody may say a code in the sandbox's inbox.
  const known = new Set([...keepers.hashes, ...keepers.seals].map(({ name }) => name).concat('vault.copy.sealed'))
  const strangers: string[] = []
  for (const { place, schema, tab, col } of columns) {
    const { rows } = await w.db.pool.query(
      `select 1 from "${schema}"."${tab}" where "${col}" ~ '^v[0-9]+\\.([0-9a-f]{64}$|[as]\\.dek_)' limit 1`,
    )
    if (rows.length > 0 && !known.has(place)) strangers.push(place)
  }
  expect(strangers).toEqual([])
})

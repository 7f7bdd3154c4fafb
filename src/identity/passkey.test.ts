import { existsSync, readFileSync } from 'node:fs'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { describe, expect, test } from 'vitest'
import { carelessDevice, type Device, newDevice } from '../../test/authenticator.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { present } from '../base/assert.ts'
import { digestOf } from '../base/digest.ts'
import { minuteMs } from '../base/time.ts'
import type { Owner } from './owner.ts'
import { type Asserting, assertionOptions, assertPasskey, registerPasskey, registrationOptions } from './passkey.ts'
import { passkeysOf } from './storePasskeys.ts'

const origin = 'http://localhost:4700'
const owner: Owner = { kind: 'person', id: 'usr_01k5xg3v0000000000000000ab', name: 'wang.min' }
const bound = digestOf('¥19.99 to 清泉茶馆')
const other = digestOf('¥1,999.00 to 清泉茶馆')

async function enrolled(w: TestWorld, of: Owner = owner, device = newDevice()) {
  const { challenge, options } = await registrationOptions(w, of)
  const response = device.createJSON(origin, options) as RegistrationResponseJSON
  await registerPasskey(w, of, { challenge, response, origin, name: '办公室的笔记本' })
  return device
}

type Page = { origin: string; purpose: string; bound: string | null }

// What a browser on some page hands over, for a challenge that was made for a purpose and perhaps a digest.
async function answered(w: TestWorld, device: Device, meant: Partial<Page> = {}): Promise<Asserting> {
  const { purpose = 'sign-in', bound: digest = null } = meant
  const { challenge, options } = await assertionOptions(w, { purpose, bound: digest })
  const response = device.getJSON(meant.origin ?? origin, options) as AuthenticationResponseJSON
  return { challenge, purpose, bound: digest, response, origin }
}

test('a passkey made by somebody else’s authenticator signs its owner in, without a name', async () => {
  const w = await testWorld()
  const device = await enrolled(w)
  const { owner: found, userVerified } = await assertPasskey(w, await answered(w, device))
  expect(found).toEqual({ kind: 'person', id: owner.id })
  expect(userVerified).toBe(true)
  expect(await passkeysOf(w, owner.id)).toMatchObject([{ name: '办公室的笔记本', usedAt: w.now() }])
})

test('an assertion names the digest that was confirmed inside what the authenticator signed', async () => {
  const w = await testWorld()
  const device = await enrolled(w)
  const given = await answered(w, device, { purpose: 'payment', bound })
  const said = JSON.parse(Buffer.from(given.response.response.clientDataJSON, 'base64url').toString()) as {
    challenge: string
  }
  expect(Buffer.from(said.challenge, 'base64url').toString('hex').slice(64)).toBe(bound)
  expect((await assertPasskey(w, given)).bound).toBe(bound)
})

describe('a wrong answer is refused by its own code', () => {
  const bad: [string, string, (w: TestWorld, device: Device) => Promise<Asserting>][] = [
    ['another purpose', 'identity.other_purpose', async (w, d) => ({ ...(await answered(w, d)), purpose: 'payment' })],
    [
      'another amount',
      'identity.other_digest',
      async (w, d) => ({ ...(await answered(w, d, { bound })), bound: other }),
    ],
    ['no amount', 'identity.other_digest', async (w, d) => ({ ...(await answered(w, d, { bound })), bound: null })],
    [
      'a challenge of another question',
      'identity.passkey_refused',
      async (w, d) => ({ ...(await answered(w, d)), challenge: (await answered(w, d)).challenge }),
    ],
    [
      'a page of another origin',
      'identity.origin_foreign',
      async (w, d) => await answered(w, d, { origin: 'http://localhost:9999' }),
    ],
    [
      'a request of another origin',
      'identity.origin_foreign',
      async (w, d) => ({ ...(await answered(w, d)), origin: 'https://covenant.example' }),
    ],
    ['no origin', 'identity.origin_foreign', async (w, d) => ({ ...(await answered(w, d)), origin: undefined })],
    [
      'a challenge nobody made',
      'identity.no_such_challenge',
      async (w, d) => ({ ...(await answered(w, d)), challenge: 'chl_0000' }),
    ],
    [
      'too late',
      'identity.challenge_expired',
      async (w, d) => {
        const given = await answered(w, d)
        w.pass(5 * minuteMs)
        return given
      },
    ],
    [
      'a changed signature',
      'identity.passkey_refused',
      async (w, d) => {
        const given = await answered(w, d)
        const bytes = Buffer.from(given.response.response.signature, 'base64url')
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return {
          ...given,
          response: {
            ...given.response,
            response: { ...given.response.response, signature: bytes.toString('base64url') },
          },
        }
      },
    ],
    [
      'a passkey of another account',
      'identity.passkey_of_other',
      async (w, d) => {
        const { challenge, options } = await assertionOptions(w, { purpose: 'step-up' })
        const response = d.getJSON(origin, options) as AuthenticationResponseJSON
        await w.db.pool.query(`update identity.challenge set owner = 'usr_x', owner_kind = 'person' where id = $1`, [
          challenge,
        ])
        return { challenge, purpose: 'step-up', response, origin }
      },
    ],
  ]
  test.each(bad)('%s', async (_, code, make) => {
    const w = await testWorld()
    const device = await enrolled(w)
    await expect(make(w, device).then((given) => assertPasskey(w, given))).rejects.toMatchObject({ code })
  })

  test('the same answer twice', async () => {
    const w = await testWorld()
    const given = await answered(w, await enrolled(w))
    await assertPasskey(w, given)
    await expect(assertPasskey(w, given)).rejects.toMatchObject({ code: 'identity.challenge_spent' })
  })

  test('the same answer twenty times at once counts once', async () => {
    const w = await testWorld()
    const given = await answered(w, await enrolled(w))
    const ended = await Promise.allSettled(Array.from({ length: 20 }, () => assertPasskey(w, given)))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('nobody present: no finger, no face, no PIN', async () => {
    const w = await testWorld()
    await expect(enrolled(w, owner, carelessDevice())).rejects.toMatchObject({ code: 'identity.passkey_refused' })
    expect(await passkeysOf(w, owner.id)).toEqual([])
  })
})

test('an authenticator whose count goes back is refused, recorded and announced', async () => {
  const w = await testWorld()
  const device = await enrolled(w)
  await assertPasskey(w, await answered(w, device))
  await w.db.pool.query('update identity.passkey set counter = 1000')
  await expect(answered(w, device).then((given) => assertPasskey(w, given))).rejects.toMatchObject({
    code: 'identity.passkey_copied',
  })
  const { rows } = await w.db.pool.query(`select data from world.outbox where name = 'identity.alarm'`)
  expect(rows).toMatchObject([{ data: { because: 'passkey_counter_went_back' } }])
})

test('a passkey is registered once, and only for who asked', async () => {
  const w = await testWorld()
  const { challenge, options } = await registrationOptions(w, owner)
  const device = newDevice()
  const response = device.createJSON(origin, options) as RegistrationResponseJSON
  const stranger: Owner = { kind: 'consumer', id: 'con_01k5xg3v0000000000000000ab', name: '138****0000' }
  await expect(registerPasskey(w, stranger, { challenge, response, origin, name: 'x' })).rejects.toMatchObject({
    code: 'identity.passkey_of_other',
  })
  await expect(registerPasskey(w, owner, { challenge, response, origin, name: 'x' })).rejects.toMatchObject({
    code: 'identity.challenge_spent',
  })
})

// W3C WebAuthn Level 3, appendix of test vectors: the library we trust checked against the standard's own numbers.
const file = new URL('../../../shared/vectors/webauthn-l3.json', import.meta.url)
type Part = { challenge: string; clientDataJSON: string }
type Vector = {
  id: string
  registration: Part & { credential_id: string; attestationObject: string }
  authentication: Part & { authenticatorData: string; signature: string }
}
const here = existsSync(file)
if (!here) console.warn('the WebAuthn vectors are not on this machine: their tests are skipped')
const vectors = here ? (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors : []
// The house asks for no attestation and for three algorithms; these need more than the library or the vector's root give.
const left: Record<string, string> = {
  'sctn-test-vectors-packed-ed448': 'Node has no Ed448 in WebCrypto',
  'sctn-test-vectors-android-key-es256':
    'its test certificate chains to no root of Android, and we ask for no attestation',
  'sctn-test-vectors-apple-es256': 'its test certificate chains to no root of Apple, and we ask for no attestation',
}
const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')

describe.skipIf(!here)('the vectors of WebAuthn Level 3', () => {
  for (const [id, because] of Object.entries(left)) console.warn(`${id} is skipped: ${because}`)
  const judged = vectors.filter(({ id }) => !(id in left))
  test.each(judged.map((vector) => [vector.id, vector] as const))('%s', async (_, { registration, authentication }) => {
    const site = {
      expectedOrigin: 'https://example.org',
      expectedTopOrigin: 'https://example.com',
      requireUserVerification: false,
    }
    const rawId = base64url(registration.credential_id)
    const common = { id: rawId, rawId, type: 'public-key' as const, clientExtensionResults: {} }
    const made = await verifyRegistrationResponse({
      ...site,
      expectedRPID: 'example.org',
      expectedChallenge: base64url(registration.challenge),
      supportedAlgorithmIDs: [-7, -8, -35, -36],
      response: {
        ...common,
        response: {
          clientDataJSON: base64url(registration.clientDataJSON),
          attestationObject: base64url(registration.attestationObject),
        },
      },
    })
    const credential = made.registrationInfo?.credential
    expect(made.verified && credential?.id).toBe(rawId)
    const asked = (signature: string) =>
      verifyAuthenticationResponse({
        ...site,
        expectedRPID: 'example.org',
        expectedChallenge: base64url(authentication.challenge),
        credential: { ...present(credential, 'it was registered'), counter: 0 },
        response: {
          ...common,
          response: {
            clientDataJSON: base64url(authentication.clientDataJSON),
            authenticatorData: base64url(authentication.authenticatorData),
            signature: base64url(signature),
          },
        },
      })
    expect((await asked(authentication.signature)).verified).toBe(true)
    const wrong = `${authentication.signature.slice(0, -2)}${authentication.signature.endsWith('00') ? '01' : '00'}`
    expect(
      await asked(wrong).then(
        ({ verified }) => verified,
        () => false,
      ),
    ).toBe(false)
  })
})

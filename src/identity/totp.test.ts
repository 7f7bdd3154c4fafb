import { existsSync, readFileSync } from 'node:fs'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { minuteMs, secondMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { employ } from './employ.ts'
import { beginApp, checkTotp, confirmApp, stepOf } from './totp.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' // of RFC 6238, appendix B
const at = Date.parse('2026-07-01T02:00:10Z')
const codeAt = (text: string, timestamp: number) =>
  new TOTP({ secret: Secret.fromBase32(text) }).generate({ timestamp })

async function enrolled() {
  const w = await testWorld({ at: '2026-07-01T02:00:10Z' })
  const id = newId('usr', w.now(), w.random)
  const name = { zh: '王敏', en: 'Wang Min' }
  await transaction(w, (i) =>
    employ(i, { id, name, role: 'finance', org: 'institution', orgKind: 'institution', active: true }),
  )
  const { secret: text } = await beginApp(w, id, 'wang.min')
  return { w, id, text }
}

describe('whose clock differs', () => {
  test.each([
    [0, true],
    [-30, true],
    [30, true],
    [-61, false],
    [61, false],
    [-600, false],
    [600, false],
  ])('by %d seconds is taken: %s', (seconds, isTaken) => {
    expect(stepOf(secret, codeAt(secret, at + seconds * secondMs), at) !== null).toBe(isTaken)
  })
})

test('a code counts once, and an older one no more after it, also when they come at once', async () => {
  const { w, id, text } = await enrolled()
  await expect(checkTotp(w, id, codeAt(text, w.now())), 'before it is confirmed').rejects.toMatchObject({
    code: 'identity.factor_off',
  })
  await confirmApp(w, id, codeAt(text, w.now()))
  await expect(checkTotp(w, id, codeAt(text, w.now()))).rejects.toMatchObject({ code: 'identity.code_replayed' })
  w.pass(minuteMs)
  const code = codeAt(text, w.now())
  const crowd = await Promise.allSettled(Array.from({ length: 10 }, () => checkTotp(w, id, code)))
  expect(crowd.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(checkTotp(w, id, codeAt(text, w.now() - 30 * secondMs))).rejects.toMatchObject({
    code: 'identity.code_replayed',
  })
})

test('the secret stands in no table and in no record', async () => {
  const { w, text } = await enrolled()
  const { rows } = await w.db.pool.query<{ all: string }>(
    `select (select string_agg(t::text, '') from identity.totp t) || (select string_agg(r::text, '') from world.record r) as all`,
  )
  expect(rows[0]?.all.length).toBeGreaterThan(100)
  expect(rows[0]?.all).not.toContain(text)
})

test('a confirmed app is not replaced behind its owner’s back', async () => {
  const { w, id, text } = await enrolled()
  await confirmApp(w, id, codeAt(text, w.now()))
  await expect(beginApp(w, id, 'wang.min')).rejects.toMatchObject({ code: 'identity.totp_twice' })
})

const file = new URL('../../../shared/vectors/totp-rfc6238.json', import.meta.url)
const here = existsSync(file)
if (!here) console.warn('the vectors of RFC 6238 are not on this machine: their test is skipped')
type Vector = {
  secret_ascii: string
  unix_time?: number
  time?: number
  algorithm?: string
  digits?: number
  code: string
}

test.skipIf(!here)('the vectors of RFC 6238', () => {
  const { totp } = JSON.parse(readFileSync(file, 'utf8')) as { totp: Vector[] }
  const sha1 = totp.filter(({ algorithm = 'SHA1' }) => /sha-?1$/i.test(algorithm))
  expect(sha1.length).toBeGreaterThan(0)
  for (const { secret_ascii, unix_time, time, code } of sha1) {
    const timestamp = (unix_time ?? time ?? 0) * secondMs
    const text = Secret.fromUTF8(secret_ascii).base32
    expect(stepOf(text, code.slice(-6), timestamp)).toBe(Math.floor(timestamp / 30_000))
  }
})

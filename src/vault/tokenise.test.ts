import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { detokenise } from './detokenise.ts'
import { searchHash } from './searchHash.ts'
import { tokenise } from './tokenise.ts'
import { readValue, type TokenKind } from './value.ts'

const give = (w: World, kind: TokenKind, value: string, subject = 'con_1', tenant = 'institution') =>
  transaction(w, (i) => tokenise(i, { tenant, kind, value, subject }))

test('the same value of a tenant has one token however it was written, another tenant another', async () => {
  const w = await testWorld()
  const first = await give(w, 'phone', '138 0013 8000')
  const again = await give(w, 'phone', '+86-13800138000')
  const other = await give(w, 'phone', '13800138000', 'con_1', 'mer_1')
  expect(again).toEqual(first)
  expect(first.hash).toBe(await searchHash(w, 'phone', '+8613800138000'))
  expect(other.token).not.toBe(first.token)
  expect(other.hash).not.toBe(first.hash)
  expect(await detokenise(w, first.token)).toBe('+8613800138000')
})

test('32 at once with the same card get one token', async () => {
  const w = await testWorld()
  const all = await Promise.all(
    Array.from({ length: 32 }, (_, n) => give(w, 'card', '4111111111111111', `con_${n % 4}`)),
  )
  expect(new Set(all.map(({ token }) => token)).size).toBe(1)
})

test('neither the token nor the tables hold the value in clear', async () => {
  const w = await testWorld()
  const made = await give(w, 'card', '6222 0202 0011 2230')
  expect(JSON.stringify(made)).not.toContain('0020011')
  const { rows } = await w.db.pool.query(
    'select t::text as row from vault.token t union all select c::text from vault.copy c',
  )
  expect(JSON.stringify(rows)).not.toMatch(/6222020200112230|020200112/)
})

const readings: [kind: TokenKind, given: string, masked: string | null, detail?: object][] = [
  ['card', '4111 1111 1111 1111', '411111 •••••• 1111', { scheme: 'visa' }],
  ['card', '378282246310005', '378282 ••••• 0005', { scheme: 'amex' }],
  ['card', '5555555555554444', '555555 •••••• 4444', { scheme: 'mastercard' }],
  ['card', '2223003122003222', '222300 •••••• 3222', { scheme: 'mastercard' }],
  ['card', '3530111333300000', '353011 •••••• 0000', { scheme: 'jcb' }],
  ['card', '30569309025904', '305693 •••• 5904', { scheme: 'diners' }],
  ['card', '6011111111111117', '601111 •••••• 1117', { scheme: 'discover' }],
  ['card', '6200000000000005', '620000 •••••• 0005', { scheme: 'unionpay' }],
  ['card', '4111111111111112', null],
  ['card', '37828224631000', null],
  ['card', '411111111111111111111', null],
  ['bank-account', '6222 0000 1234 5678', '•••• 5678', { form: 'domestic' }],
  ['bank-account', 'DE89 3704 0044 0532 0130 00', 'DE89 •••• 3000', { form: 'iban', country: 'DE' }],
  ['bank-account', 'DE88 3704 0044 0532 0130 00', null],
  ['name', '王敏', '王*'],
  ['name', '欧阳修文', '欧***'],
  ['name', 'Anna Müller', 'A*** M***'],
  ['name', '1', null],
  // The example in GB 11643-1999 itself.
  ['id-number', '11010519491231002X', '1****************X'],
  ['id-number', '11010519491231002x', '1****************X'],
  ['id-number', '110105194912310021', null],
  ['id-number', '11010519490231002X', null],
  ['phone', '13812345678', '138****5678'],
  ['phone', '008613812345678', '138****5678'],
  ['phone', '+14155552671', '+141****71'],
  ['phone', '12345', null],
  ['phone', '+8612345678901', null],
  ['wallet-account', 'wang.min@example.cn', 'w***@example.cn'],
]
test.each(readings)('%s %s is shown as %s', (kind, given, masked, detail) => {
  const read = readValue(kind, given)
  expect(read.ok ? read.masked : null).toBe(masked)
  if (detail) expect(read).toMatchObject({ detail })
})

test.each(['%B4111111111111111^WANG/MIN^29122011000012300000?', ';4111111111111111=29122011000012300000?'])(
  'the content of a magnetic stripe is refused and kept nowhere',
  async (track) => {
    const w = await testWorld()
    const failed = await give(w, 'bank-account', track).catch((error: Error) => error)
    expect(failed).toMatchObject({ code: 'vault.authentication_data' })
    expect(`${(failed as Error).message}`).not.toContain('4111')
    expect((await w.db.pool.query('select 1 from vault.token')).rowCount).toBe(0)
  },
)

import { expect, test } from 'vitest'
import { type Level, levelOf, type Proof, proofOf, type Signature } from './level.ts'

const certificate = { kind: 'certificate', isLicensed: true, isValid: true, isKeyOfSigner: true } as const
const passkey = { kind: 'passkey', isDeviceBound: true, isUserVerified: true } as const

test.each<[what: string, proof: Proof, signature: Signature | null, staticCode: boolean, level: Level]>([
  ['two factors', 'two-factor', null, false, 'B'],
  ['two factors and a licensed certificate', 'two-factor', certificate, false, 'A'],
  ['a certificate and nothing else', 'one-factor', certificate, false, 'C'],
  ['a certificate of no licensed authority', 'two-factor', { ...certificate, isLicensed: false }, false, 'B'],
  ['a revoked certificate', 'two-factor', { ...certificate, isValid: false }, false, 'B'],
  ['a key others may use', 'two-factor', { ...certificate, isKeyOfSigner: false }, false, 'B'],
  ['a passkey bound to its device', 'two-factor', passkey, false, 'B'],
  ['one factor', 'one-factor', null, false, 'C'],
  ['nothing', 'none', null, false, 'C'],
  ['a static code, however well verified', 'two-factor', certificate, true, 'D'],
])('level: %s', (_, proof, signature, staticCode, level) => {
  expect(levelOf(proof, { signature, staticCode })).toBe(level)
})

test('were passkeys counted, only one bound to its device and with its user verified would be', () => {
  const level = (signature: Signature) => levelOf('two-factor', { signature }, { passkeys: true })
  expect(level(passkey)).toBe('A')
  expect(level({ ...passkey, isDeviceBound: false })).toBe('B')
  expect(level({ ...passkey, isUserVerified: false })).toBe('B')
})

test('a passkey proves two kinds of factors, a code one', () => {
  expect(proofOf(['passkey'])).toBe('two-factor')
  expect(proofOf(['sms'])).toBe('one-factor')
  expect(proofOf([])).toBe('none')
})

import { expect, test } from 'vitest'
import { makeLog } from './log.ts'
import { redact, redacted, redactText } from './redact.ts'

// Canaries: values that would be a leak if one character string of them survived.
const canaries: [string, string][] = [
  ['a card number', '4111111111111111'],
  ['a card number in groups', `6222 0212 3456 789${luhnEnd('622202123456789')}`],
  ['a UnionPay card of 19 digits', `621661280000044799${luhnEnd('621661280000044799')}`],
  ['a mobile number', '13800138000'],
  ['a mobile number with its country', '+86 138 0013 8000'],
  ['an identity number', '11010519491231002X'],
  ['an Alipay payment code', '286501234567890123'],
  ['a WeChat payment code', '134567890123456789'],
  ['a bearer token', 'Bearer c2VjcmV0LXRva2Vu'],
  ['a web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  ['an e-mail address', 'chen.mei@example.cn'],
  ['an API key', 'sk_live_0123456789abcdef'],
]

test.each(canaries)('%s never reaches a log line, in a field, in a message or in an error', (_, canary) => {
  const lines: string[] = []
  const log = makeLog('debug', { write: (line) => void lines.push(line) })
  log.info(
    { note: `buyer ${canary} paid`, deep: { list: [canary] }, error: new Error(`refused ${canary}`) },
    `saw ${canary}`,
  )
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain(canary)
  expect(lines[0]).toContain(redacted)
})

test('a private key is removed whole, even when its end is cut off', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQ'
  expect(redactText(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`)).toBe(redacted)
  expect(redactText(`x -----BEGIN RSA PRIVATE KEY-----\n${body}`)).toBe(`x ${redacted}`)
})

test('a member with a secret name is replaced whatever its value', () => {
  const seen = redact({ Authorization: 'x', 'set-cookie': ['a'], auth_code: 1, privateKey: { d: 1 }, wallet: 'alipay' })
  expect(seen).toEqual({
    Authorization: redacted,
    'set-cookie': redacted,
    auth_code: redacted,
    privateKey: redacted,
    wallet: 'alipay',
  })
})

test('what people need to work with stays readable', () => {
  const kept = {
    requestId: 'req_01k5xg3v0000000000000000ab',
    amount: '125000',
    at: 1_782_871_200_000,
    path: '/v1/payments/{id}',
    order: 'pay_01k5xg3v0000000000000000ab',
    day: '2026-07-01',
    tradeNo: '2026070122001400001234567890',
  }
  expect(redact(kept)).toEqual(kept)
})

test('a deep, long or circular value is cut, never followed for ever', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect(JSON.stringify(redact(circle))).toContain('[deep]')
  expect(redactText('a'.repeat(100_000)).length).toBeLessThan(9_000)
})

function luhnEnd(start: string): string {
  const total = Array.from(start)
    .reverse()
    .reduce((sum, digit, at) => {
      const twice = Number(digit) * (at % 2 === 0 ? 2 : 1)
      return sum + (twice > 9 ? twice - 9 : twice)
    }, 0)
  return String((10 - (total % 10)) % 10)
}

import { createDecipheriv } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { linesOf, readBillLines } from './bill.ts'
import { certificateSn, rootSn } from './certificate.ts'
import { cutAnswer, isSignedNotice, isSignedRequest, requestText, signRequest, verifyText } from './signature.ts'

// Public material of other projects, read where it lies and never copied. It is absent outside the workshop.
const place = new URL('../../../../shared/vectors/alipay.json', import.meta.url)
const isHere = existsSync(place)
if (!isHere)
  console.log('skipped: no ../shared/vectors/alipay.json beside the project, so foreign vectors are not checked')

type Vectors = {
  notify: { id: string; params: Record<string, unknown>; alipay_public_key: string; sdk_result: boolean }[]
  response_sign: {
    id: string
    raw?: string
    signed_content?: string
    response_key: string
    sign: string
    alipay_public_key: string
    expect: string
  }[]
  response_sign_string: { id: string; raw: string; response_key: string; expected: string }[]
  request_sign: {
    id: string
    params: Record<string, string>
    sign_string: string
    signature: string
    app_public_key_pem: string
    app_private_key_pem: string
  }[]
  aes: { id: string; key_base64: string; plaintext: string; ciphertext: string }[]
  cert_sn: { id: string; pem: string; is_root: boolean; expected: string }[]
  bills: { id: string; content: string; rows: number; trade_total?: string; refund_total?: string }[]
}

describe.skipIf(!isHere)('Alipay vectors of other projects', () => {
  const vectors: Vectors = isHere
    ? JSON.parse(readFileSync(place, 'utf8'))
    : { notify: [], response_sign: [], response_sign_string: [], request_sign: [], aes: [], cert_sn: [], bills: [] }
  const methodOf = (key: string): string => key.replace(/_response$/, '')

  for (const { id, params, alipay_public_key, sdk_result } of vectors.notify) {
    test(`${id}: a notice is judged as the SDK judges it`, () => {
      const texts = Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ])
      expect(isSignedNotice(Object.fromEntries(texts), alipay_public_key)).toBe(sdk_result)
    })
  }

  for (const vector of vectors.response_sign) {
    test(`${vector.id}: an answer is judged on its raw text`, () => {
      const content = vector.signed_content ?? cutAnswer(vector.raw ?? '', methodOf(vector.response_key))?.content ?? ''
      expect(verifyText(content, vector.sign, vector.alipay_public_key)).toBe(vector.expect === 'ok')
      if (vector.expect === 'ok')
        expect(verifyText(content.replace(',', ', '), vector.sign, vector.alipay_public_key)).toBe(false)
    })
  }

  for (const { id, raw, response_key, expected } of vectors.response_sign_string) {
    test(`${id}: the signed text is cut out as it came`, () =>
      expect(cutAnswer(raw, methodOf(response_key))?.content).toBe(expected))
  }

  for (const vector of vectors.request_sign) {
    test(`${vector.id}: a request is signed as the SDK signs it`, () => {
      expect(requestText(vector.params)).toBe(vector.sign_string)
      expect(signRequest(vector.params, vector.app_private_key_pem)).toBe(vector.signature)
      expect(isSignedRequest(vector.params, vector.app_public_key_pem)).toBe(true)
    })
  }

  for (const { id, pem, is_root, expected } of vectors.cert_sn) {
    test(`${id}: a certificate has the serial that Alipay gives it`, () => {
      expect(is_root ? rootSn(pem) : certificateSn(pem)).toBe(expected)
    })
  }

  for (const { id, content, rows, trade_total, refund_total } of vectors.bills) {
    test(`${id}: a bill is read and its sums agree`, () => {
      const read = readBillLines(linesOf(iconv.encode(content, 'gbk')))
      expect(read).toMatchObject({ outcome: 'ready', totals: { payments: expect.any(Number) } })
      if (read.outcome !== 'ready') return
      expect(read.rows.length).toBe(rows)
      if (trade_total) expect(read.totals.paid.minor).toBe(BigInt(trade_total.replace('.', '')))
      if (refund_total) expect(read.totals.refunded.minor).toBe(BigInt(refund_total.replace('.', '')))
    })
  }

  // Content encryption is not used by us; node alone must still agree, in case it is needed one day.
  for (const { id, key_base64, plaintext, ciphertext } of vectors.aes) {
    test(`${id}: AES-128-CBC with a zero IV decrypts`, () => {
      const cipher = createDecipheriv('aes-128-cbc', Buffer.from(key_base64, 'base64'), Buffer.alloc(16))
      expect(cipher.update(ciphertext, 'base64', 'utf8') + cipher.final('utf8')).toBe(plaintext)
    })
  }
})

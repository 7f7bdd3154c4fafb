import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makePartyCertificate, makeRoot, readCertificate } from './certificate.ts'

const from = Date.UTC(2026, 0, 1)
const until = Date.UTC(2056, 0, 1)
const serial = Uint8Array.from({ length: 16 }, () => 0xff)
const keys = generateKeyPairSync('rsa', { modulusLength: 3_072 })
const request = { organisation: 'Covenant', name: 'root', keys, from, until, serial }
const root = makeRoot(request)
const party = {
  root: { certificate: root, privateKey: keys.privateKey },
  publicKey: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey,
  organisation: '云汇支付有限公司',
  person: '沈若云',
  from,
  until,
  serial,
}

test('the same request gives the same certificate', () => {
  expect(makeRoot(request).equals(root)).toBe(true)
  expect(makePartyCertificate(party).equals(makePartyCertificate(party))).toBe(true)
})

test('a party certificate chains to its root, is no authority and carries its names and times', () => {
  const certificate = new X509Certificate(makePartyCertificate(party))
  expect(certificate.checkIssued(new X509Certificate(root))).toBe(true)
  expect(certificate.verify(keys.publicKey)).toBe(true)
  expect(certificate.ca).toBe(false)
  expect(new X509Certificate(root).ca).toBe(true)
  expect([Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]).toEqual([from, until])
  expect(readCertificate(certificate.raw)).toMatchObject({ organisation: ['云汇支付有限公司'], person: ['沈若云'] })
})

test('what is no certificate is read as none', () => {
  expect(readCertificate(Buffer.from('3003020101', 'hex'))).toBe(null)
  expect(readCertificate(Buffer.alloc(0))).toBe(null)
})

test('a weak key signs no certificate', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  expect(() => makeRoot({ ...request, keys: weak })).toThrow(/RSA-3072 or P-256/)
})

import { expect, test } from 'vitest'
import { namedTerms, signedContract, testSigners } from './testSigners.ts'
import { missingTool, runTool, withFiles } from './testTools.ts'
import { certificateDigest } from './trust.ts'

// Programs of others must agree with us about a contract signed by both.
const signers = testSigners()
const { whole } = await signedContract(signers, namedTerms(signers))
const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`

test('pdfsig calls both signatures valid and sees who signed', () => {
  const missing = missingTool('pdfsig')
  if (missing) return console.log(missing)
  const canTrust = missingTool('certutil') === null
  if (!canTrust) console.log('certutil is not installed here: pdfsig judges the signatures, but not the chain')
  withFiles({ 'contract.pdf': whole, 'root.pem': pem(signers.root) }, (folder) => {
    if (canTrust) {
      runTool('certutil', ['-N', '-d', 'sql:.', '--empty-password'], folder)
      runTool('certutil', ['-A', '-d', 'sql:.', '-n', 'root', '-t', 'CT,CT,CT', '-i', 'root.pem'], folder)
    }
    const { text } = runTool('pdfsig', canTrust ? ['-nssdir', 'sql:.', 'contract.pdf'] : ['contract.pdf'], folder)
    expect(text.match(/Signature is Valid/g)).toHaveLength(2)
    if (canTrust) expect(text.match(/Certificate is Trusted/g)).toHaveLength(2)
    expect(text).toContain('O=云汇支付有限公司')
    expect(text.match(/ETSI\.CAdES\.detached/g)).toHaveLength(2)
    expect(text).toContain('Total document signed')
  })
})

test('openssl verifies both signatures, their chain and the named certificate', () => {
  const missing = missingTool('openssl')
  if (missing) return console.log(missing)
  const parts = signedParts(whole)
  expect(parts).toHaveLength(2)
  for (const { content, cms } of parts) {
    withFiles({ content, cms, 'root.pem': pem(signers.root) }, (folder) => {
      const args = ['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', 'cms', '-content', 'content']
      const judged = runTool('openssl', [...args, '-CAfile', 'root.pem', '-out', 'out'], folder)
      expect(judged.text).toMatch(/verification successful/i)
      expect(judged.code).toBe(0)
    })
  }
})

test('openssl refuses the signature when one covered byte is another', () => {
  const missing = missingTool('openssl')
  if (missing) return console.log(missing)
  const [part] = signedParts(whole)
  const content = Buffer.from(part?.content ?? '')
  content[5_000] = (content[5_000] ?? 0) ^ 1
  withFiles({ content, cms: part?.cms ?? '', 'root.pem': pem(signers.root) }, (folder) => {
    const args = [
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'cms',
      '-content',
      'content',
      '-CAfile',
      'root.pem',
    ]
    expect(runTool('openssl', [...args, '-out', 'out'], folder).code).not.toBe(0)
  })
})

test('qpdf finds nothing wrong with the structure of the file', () => {
  const missing = missingTool('qpdf')
  if (missing) return console.log(missing)
  withFiles({ 'contract.pdf': whole }, (folder) => {
    const { code, text } = runTool('qpdf', ['--check', 'contract.pdf'], folder)
    expect(text).not.toMatch(/warning/i)
    expect(code).toBe(0)
  })
})

test('openssl reads our certificates: chain to the root, names, digest', () => {
  const missing = missingTool('openssl')
  if (missing) return console.log(missing)
  const [leaf] = signers.wallet.certificateChain
  withFiles({ 'root.pem': pem(signers.root), 'leaf.pem': pem(leaf ?? Buffer.alloc(0)) }, (folder) => {
    expect(runTool('openssl', ['verify', '-x509_strict', '-CAfile', 'root.pem', 'leaf.pem'], folder).text).toContain(
      'leaf.pem: OK',
    )
    const shown = runTool('openssl', ['x509', '-in', 'leaf.pem', '-noout', '-fingerprint', '-sha256'], folder).text
    expect(shown.replaceAll(':', '').toLowerCase()).toContain(certificateDigest(leaf ?? Buffer.alloc(0)))
  })
})

function signedParts(pdf: Buffer): { content: Buffer; cms: Buffer }[] {
  return [...pdf.toString('latin1').matchAll(/\/ByteRange \[(\d+) +(\d+) +(\d+) +(\d+) *\]/g)].map((found) => {
    const [a = 0, b = 0, c = 0, d = 0] = found.slice(1).map(Number)
    const cms = Buffer.from(pdf.subarray(b + 1, c - 1).toString('latin1'), 'hex')
    return { content: Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]), cms }
  })
}

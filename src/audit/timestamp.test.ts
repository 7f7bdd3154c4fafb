import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { sha256 } from '../base/digest.ts'
import { recordsNewest } from '../world/recordList.ts'
import { anchorNewest, anchorsFile, stampedDigest } from './anchor.ts'
import { sequence } from './sequence.ts'
import { newestCheckpoint } from './store.ts'
import { writeRecords } from './testLog.ts'
import { stampRequest, verifyStamp } from './timestamp.ts'

const present = hasOpenssl()
if (!present) console.log('skipped: RFC 3161 stamps of another maker, because there is no openssl')

const digest = sha256('yunhui.example/log\n23\nroot\n')
const nonce = Buffer.from('00f1e2d3c4b5a697', 'hex')

// An authority that is not ours: OpenSSL makes the root, the certificate and the stamp.
describe.skipIf(!present)('a stamp made by OpenSSL', () => {
  let response: Buffer
  let root: Buffer
  let foreign: Buffer
  let rootPem: string
  let stamped: (request: Uint8Array) => Buffer

  beforeAll(() => {
    const home = mkdtempSync(join(tmpdir(), 'covenant-stamp-'))
    const run = (...args: string[]) => execFileSync('openssl', args, { cwd: home, stdio: 'pipe' })
    writeFileSync(join(home, 'ts.cnf'), configuration)
    for (const name of ['root', 'foreign'])
      run(
        ...`req -x509 -newkey rsa:3072 -nodes -days 3650 -config ts.cnf -extensions v3_ca -keyout ${name}.key -out ${name}.pem -subj`.split(
          ' ',
        ),
        `/O=Test ${name}/CN=Test ${name}`,
      )
    run(
      ...'req -newkey rsa:3072 -nodes -config ts.cnf -keyout tsa.key -out tsa.csr -subj'.split(' '),
      '/O=Test Stamps/CN=Stamp one',
    )
    run(
      ...'x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile ts.cnf -extensions tsa_ext -out tsa.pem'.split(
        ' ',
      ),
    )
    writeFileSync(join(home, 'serial'), '2a\n')
    stamped = (request) => {
      writeFileSync(join(home, 'request.tsq'), request)
      run(...reply.split(' '))
      return readFileSync(join(home, 'reply.tsr'))
    }
    response = stamped(stampRequest(digest, nonce))
    rootPem = readFileSync(join(home, 'root.pem'), 'utf8')
    const derOf = (name: string) => run(...`x509 -in ${name}.pem -outform DER`.split(' '))
    root = derOf('root')
    foreign = derOf('foreign')
    // OpenSSL itself holds what it made for our request.
    run(...'ts -verify -queryfile request.tsq -in reply.tsr -CAfile root.pem'.split(' '))
    // And so does the command that the page of anchors shows to a reader who has only the text and the stamp.
    writeFileSync(join(home, 'checkpoint-23.txt'), 'yunhui.example/log\n23\nroot\n')
    run(...'ts -verify -data checkpoint-23.txt -in reply.tsr -CAfile root.pem'.split(' '))
  }, 60_000)

  test('our request is understood and its stamp holds', () => {
    const verdict = verifyStamp(response, digest, nonce, [root])
    expect(verdict).toEqual({
      stamp: { at: expect.any(Number), authority: 'O=Test Stamps, CN=Stamp one', serial: '2b' },
    })
    expect(verifyStamp(response, digest, null, [foreign, root])).toEqual(verdict)
  })

  test('another digest, another nonce and another root are named', () => {
    expect(verifyStamp(response, sha256('other'), nonce, [root])).toEqual({ broken: 'imprint' })
    expect(verifyStamp(response, digest, Buffer.of(1), [root])).toEqual({ broken: 'nonce' })
    expect(verifyStamp(response, digest, nonce, [foreign])).toEqual({ broken: 'chain' })
    expect(verifyStamp(response, digest, nonce, [])).toEqual({ broken: 'chain' })
  })

  test('an altered time, an altered signature and a certificate for something else are named', () => {
    const altered = (at: number, byte: number): Buffer => {
      const bent = Buffer.from(response)
      bent[at] = byte
      return bent
    }
    // The last digit of GeneralizedTime's year, inside what the signed digest covers.
    const year = response.indexOf('20', response.indexOf(digest) + digest.length, 'latin1') + 3
    expect(verifyStamp(altered(year, 0x30), digest, nonce, [root])).toEqual({ broken: 'attributes' })
    const last = response.length - 1
    expect(verifyStamp(altered(last, (response[last] ?? 0) ^ 1), digest, nonce, [root])).toEqual({
      broken: 'signature',
    })
    // id-kp-timeStamping becomes id-kp-emailProtection.
    const purpose = response.indexOf('2b06010505070308', 0, 'hex') + 7
    expect(verifyStamp(altered(purpose, 4), digest, nonce, [root])).toEqual({ broken: 'purpose' })
  })

  test('the newest checkpoint is stamped, and the record of it carries a stamp that holds', async () => {
    const w = await testWorld()
    w.keys.readOrMake(anchorsFile, () =>
      JSON.stringify({ timestamp: { url: 'http://stamps.test/', roots: [rootPem] } }),
    )
    await writeRecords(w, 3)
    await sequence(w)
    w.network(async (_, init) => new Response(new Uint8Array(stamped(init?.body as Uint8Array))))
    await anchorNewest(w)
    const filter = { owner: null, before: null, object: null, actor: null, act: 'audit.stamp' }
    const [found] = await recordsNewest(w, filter, 1)
    const kept = Buffer.from(found?.facts['stamp'] as string, 'base64')
    const digestStamped = stampedDigest((await newestCheckpoint(w))?.note ?? '')
    expect(verifyStamp(kept, digestStamped, null, [root])).toHaveProperty('stamp')
  })

  test('no altered byte of what is stamped or signed passes', () => {
    fc.assert(
      fc.property(fc.nat(response.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bent = Buffer.from(response)
        bent[at] = (bent[at] ?? 0) ^ flip
        const verdict = verifyStamp(bent, digest, nonce, [root])
        // Bytes that carry no meaning for the stamp (a certificate beside the chain, an unused name) may change; then the stamp
        // is still the same stamp.
        if ('stamp' in verdict) expect(verdict).toEqual(verifyStamp(response, digest, nonce, [root]))
      }),
      { numRuns: 2_000 },
    )
  })
})

const reply =
  'ts -reply -config ts.cnf -queryfile request.tsq -signer tsa.pem -inkey tsa.key -chain root.pem -out reply.tsr'

test('what is no response is judged and never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(verifyStamp(bytes, digest, nonce, [])).toHaveProperty('broken')
    }),
  )
})

test('a refusal of the authority is told as one', () => {
  // PKIStatusInfo with status 2, rejection.
  expect(verifyStamp(Buffer.from('30053003020102', 'hex'), digest, nonce, [])).toEqual({ broken: 'refused' })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

const configuration = `
[ req ]
distinguished_name = dn
[ dn ]
[ v3_ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ tsa_ext ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = tsa_config
[ tsa_config ]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
accuracy = secs:1
`

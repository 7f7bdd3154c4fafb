import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import type { TestWorld } from '../../test/house.ts'
import { makePartyCertificate, makeRoot } from './paper/certificate.ts'
import type { PartySigner } from './paper/cms.ts'
import { keySigner } from './paper/keySigner.ts'
import { certificateDigest } from './paper/trust.ts'
import { signingFiles } from './signing.ts'
import type { Terms } from './terms.ts'

const from = Date.UTC(2026, 0, 1)
const until = Date.UTC(2029, 0, 1)
const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`

/** For tests: keys and certificates of both parties; the terms then name them. Answers how the wallet signs elsewhere. */
export function prepareSigning(w: TestWorld, terms: Terms): PartySigner {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rootKeys = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const root = makeRoot({
    organisation: 'Covenant',
    name: 'test root',
    keys: rootKeys,
    from,
    until,
    serial: w.random.bytes(8),
  })
  const make = (party: 'institution' | 'wallet') => {
    const keys = pair()
    const { name, signatory } = terms.clauses.parties[party]
    const request = { organisation: name.zh, person: signatory.name, from, until, serial: w.random.bytes(8) }
    const leaf = makePartyCertificate({
      root: { certificate: root, privateKey: rootKeys.privateKey },
      publicKey: keys.publicKey,
      ...request,
    })
    terms.clauses.parties[party].certificate = certificateDigest(leaf)
    return { key: keys.privateKey, leaf }
  }
  const institution = make('institution')
  const wallet = make('wallet')
  w.keys.readOrMake(signingFiles.privateKey, () => institution.key.export({ type: 'pkcs8', format: 'pem' }))
  w.keys.readOrMake(signingFiles.chain, () => pem(institution.leaf))
  w.keys.readOrMake(signingFiles.trustedRoots, () => pem(root))
  return keySigner(createPrivateKey(wallet.key.export({ type: 'pkcs8', format: 'pem' })), [wallet.leaf])
}

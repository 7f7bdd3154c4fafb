import { expect, test } from 'vitest'
import { present } from '../../base/assert.ts'
import { sha256 } from '../../base/digest.ts'
import { seededRandom } from '../../base/random.ts'
import { canonicalTerms, termsRoot } from '../digest.ts'
import type { Terms } from '../terms.ts'
import type { PartySigner } from './cms.ts'
import { cmsOf, signedAttributes } from './cms.ts'
import type { IncrementFacts, SigningParty } from './increment.ts'
import { incrementAfter } from './increment.ts'
import { renderContract } from './render.ts'
import { readStructure } from './structure.ts'
import { namedTerms, signedAt, signedContract, testSigners } from './testSigners.ts'
import { verifyContract } from './verify.ts'

const signers = testSigners()
const terms = namedTerms(signers)
const { base, half, whole } = await signedContract(signers, terms)

const codesOf = async (pdf: Buffer, roots = [signers.root]): Promise<string[]> => {
  const verdict = await verifyContract(pdf, roots)
  expect(verdict.valid).toBe(verdict.problems.length === 0)
  for (const one of verdict.problems) expect(one.zh.length * one.en.length).toBeGreaterThan(0)
  return verdict.problems.map((one) => one.code)
}

const factsOf = (party: SigningParty, of: Terms): IncrementFacts => ({
  party,
  organisation: of.clauses.parties[party].name.zh,
  person: of.clauses.parties[party].signatory.name,
  at: signedAt[party],
  digest: termsRoot(of),
})

// What an attacker's own program does: signs whatever stands there, without a single check.
async function forceSign(pdf: Buffer, signer: PartySigner, facts: IncrementFacts): Promise<Buffer> {
  const increment = incrementAfter(pdf, present(readStructure(pdf), 'structure'), facts)
  const signed = Buffer.concat([pdf, increment.bytes])
  const digest = sha256(signed.subarray(0, increment.holeFrom), signed.subarray(increment.holeUntil))
  const signature = await signer.sign(signedAttributes(digest, signer.certificateChain[0] ?? Buffer.alloc(0)))
  const cms = present(cmsOf(signer.certificateChain, digest, signature), 'a signature')
  signed.write(cms.toString('hex'), increment.holeFrom + 1, 'latin1')
  return signed
}

// A revision that replaces one object of the file: what an editor would write to change a page.
function withRevision(pdf: Buffer, id: number, content: string): Buffer {
  const structure = present(readStructure(pdf), 'structure')
  const object = `${id} 0 obj\n${content}\nendobj\n`
  const table = `xref\n${id} 1\n${String(pdf.length).padStart(10, '0')} 00000 n \n`
  const references = `/Root ${structure.rootId} 0 R\n/Info ${structure.infoId} 0 R\n/ID [${structure.fileId} ${structure.fileId}]`
  const trailer = `trailer\n<<\n/Size ${structure.size}\n${references}\n/Prev ${structure.startXref}\n>>\n`
  return Buffer.concat([
    pdf,
    Buffer.from(`${object}${table}${trailer}startxref\n${pdf.length + object.length}\n%%EOF\n`, 'latin1'),
  ])
}

const blank = '<<\n/Length 1\n>>\nstream\n \nendstream'
const pageContent = Number(/\/Contents (\d+) 0 R/.exec(base.toString('latin1'))?.[1])

test('content replaced after both signed is refused', async () => {
  expect(await codesOf(withRevision(whole, pageContent, blank))).toEqual(['bytesAfter'])
})

test('content replaced between the two signatures is refused', async () => {
  const replaced = await forceSign(withRevision(half, pageContent, blank), signers.wallet, factsOf('wallet', terms))
  const codes = await codesOf(replaced)
  expect(codes).toContain('foreignRevision')
})

test('content replaced before anyone signed is refused', async () => {
  const first = await forceSign(
    withRevision(base, pageContent, blank),
    signers.institution,
    factsOf('institution', terms),
  )
  expect(await codesOf(await forceSign(first, signers.wallet, factsOf('wallet', terms)))).toContain('foreignRevision')
})

test('an edit of the padding is refused, for either signature', async () => {
  for (const [from, party] of [
    [base.length, 'institution'],
    [half.length, 'wallet'],
  ] as const) {
    const edited = Buffer.from(whole)
    const hole = edited.indexOf('/Contents <', from)
    edited.write('7', edited.indexOf('>', hole) - 40, 'latin1')
    const codes = await codesOf(edited)
    expect(codes, party).toContain('paddingChanged')
  }
})

test.each([
  ['a line feed', '\n'],
  ['a comment', '% seen by legal\n'],
  ['a second end', '%%EOF\n'],
])('%s after the last signature is refused', async (_, tail) => {
  expect(await codesOf(Buffer.concat([whole, Buffer.from(tail)]))).toEqual(['bytesAfter'])
})

test('the wallet signing in the box of the institution is refused', async () => {
  const first = await forceSign(base, signers.wallet, factsOf('institution', terms))
  const codes = await codesOf(await forceSign(first, signers.wallet, factsOf('wallet', terms)))
  expect(codes).toEqual(['wrongParty', 'otherCertificate'])
})

test('a page rendered from other terms than the embedded ones is refused, and the page is named', async () => {
  const shown = namedTerms(signers)
  shown.clauses.refunds.windowDays = 180 // the page promises less than the program executes
  const pages = (await renderContract(shown)).toString('latin1')
  const forged = pages.replace(Buffer.from(canonicalTerms(shown)).toString('latin1'), () =>
    Buffer.from(canonicalTerms(terms)).toString('latin1'),
  )
  expect(forged.length).toBe(pages.length)
  const first = await forceSign(Buffer.from(forged, 'latin1'), signers.institution, factsOf('institution', terms))
  const verdict = await verifyContract(await forceSign(first, signers.wallet, factsOf('wallet', terms)), [signers.root])
  expect(verdict.valid).toBe(false)
  expect(verdict.rerendered).toBe(false)
  expect(verdict.problems.map((one) => one.code)).toEqual(['pageDiffers'])
  expect(verdict.problems[0]?.en).toContain('says "180" where the terms say "365"')
})

test('the embedded terms changed with their pages is refused: nobody signed that digest', async () => {
  const other = namedTerms(signers)
  other.clauses.refunds.windowDays = 180
  const swapped = Buffer.concat([await renderContract(other), whole.subarray(base.length)])
  expect(await codesOf(swapped)).toEqual(expect.arrayContaining(['otherDigest', 'contentChanged']))
})

test('a stripped last signature is missed', async () => {
  expect(await codesOf(half)).toEqual(['signatureMissing'])
  expect(await codesOf(whole.subarray(0, whole.length - 200))).toEqual(
    expect.arrayContaining(['foreignRevision', 'signatureMissing']),
  )
})

test('the first signature taken out of the file is missed', async () => {
  const codes = await codesOf(Buffer.concat([base, whole.subarray(half.length)]))
  expect(codes).toEqual(expect.arrayContaining(['signatureMissing', 'contentReplaced']))
})

test('a chain that ends elsewhere than in the trusted root is refused', async () => {
  expect(await codesOf(whole, [])).toEqual(['untrusted', 'untrusted'])
  expect(await codesOf(whole, [testSigners().root])).toEqual(['untrusted', 'untrusted'])
})

test('a certificate of the right name under another root is refused', async () => {
  const impostor = testSigners()
  const signed = await forceSign(half, impostor.wallet, factsOf('wallet', terms))
  expect(await codesOf(signed)).toEqual(['otherCertificate', 'untrusted'])
})

test('a certificate that only claims the trusted root as its issuer is refused', async () => {
  const forged = await forceSign(half, signers.forge(signers.root), factsOf('wallet', terms))
  expect(await codesOf(forged)).toEqual(['otherCertificate', 'untrusted'])
})

test('a certificate issued by one that is no authority is refused', async () => {
  const [stranger = Buffer.alloc(0)] = signers.stranger.certificateChain
  const leaf = signers.forge(stranger)
  const signer = { ...leaf, certificateChain: [...leaf.certificateChain, stranger] }
  expect(await codesOf(await forceSign(half, signer, factsOf('wallet', terms)))).toEqual([
    'otherCertificate',
    'untrusted',
  ])
})

test.each([
  ['digest algorithm', '0609608648016503040201', '0609608648016503040202'],
  ['kind of content', '06092a864886f70d010701', '06092a864886f70d010702'],
  ['version', '020101310d', '020103310d'],
])('another %s in the parts nobody signed is refused', async (_, from, until) => {
  const edited = Buffer.from(whole)
  edited.write(until, edited.indexOf(from, edited.indexOf('/Contents <', half.length)), 'latin1')
  expect(edited.equals(whole)).toBe(false)
  expect(await codesOf(edited)).toEqual(['cmsUnreadable'])
})

test('a signature by another key, or by the right key over other words, is refused', async () => {
  const byStranger = { ...signers.institution, sign: signers.stranger.sign }
  const first = await forceSign(base, byStranger, factsOf('institution', terms))
  expect(await codesOf(first)).toEqual(['signatureBroken', 'signatureMissing'])
  const overOther = { ...signers.wallet, sign: (bytes: Buffer) => signers.wallet.sign(Buffer.concat([bytes, bytes])) }
  expect(await codesOf(await forceSign(half, overOther, factsOf('wallet', terms)))).toEqual(['signatureBroken'])
})

test('a certificate outside the chain is refused', async () => {
  const [stranger = Buffer.alloc(0)] = signers.stranger.certificateChain
  const crowded = { ...signers.wallet, certificateChain: [...signers.wallet.certificateChain, stranger] }
  expect(await codesOf(await forceSign(half, crowded, factsOf('wallet', terms)))).toEqual(['extraCertificate'])
})

test('bytes that are no certificate among the certificates are refused, not stumbled over', async () => {
  const junk = {
    ...signers.wallet,
    certificateChain: [...signers.wallet.certificateChain, Buffer.from('30050203010001', 'hex')],
  }
  expect(await codesOf(await forceSign(half, junk, factsOf('wallet', terms)))).toEqual(['cmsUnreadable'])
})

test('the other form of an elliptic signature is refused: a signed file has one form', async () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const hole = whole.indexOf('/Contents <', half.length) + '/Contents <'.length
  const hex = whole.subarray(hole, whole.indexOf('>', hole)).toString('latin1')
  const found = present(
    /30(44|45)0220([0-9a-f]{64})0220([0-9a-f]{64})0{100}|304502210?0?([0-9a-f]{64})0220([0-9a-f]{64})0{100}/.exec(hex),
    's',
  )
  const s = found[3] ?? found[5] ?? ''
  const other = (order - BigInt(`0x${s}`)).toString(16).padStart(64, '0')
  const edited = Buffer.from(whole)
  edited.write(hex.replace(`0220${s}`, `0220${other}`), hole, 'latin1')
  expect(await codesOf(edited)).toEqual(['cmsUnreadable'])
})

test('the root may come with the signature', async () => {
  const complete = { ...signers.wallet, certificateChain: [...signers.wallet.certificateChain, signers.root] }
  expect(await codesOf(await forceSign(half, complete, factsOf('wallet', terms)))).toEqual([])
})

test('a signature dated outside the certificate, or before the one before it, is refused', async () => {
  const late = await forceSign(half, signers.wallet, { ...factsOf('wallet', terms), at: Date.UTC(2035, 0, 1) })
  expect(await codesOf(late)).toEqual(['certificatePeriod'])
  const early = await forceSign(half, signers.wallet, { ...factsOf('wallet', terms), at: signedAt.institution - 1_000 })
  expect(await codesOf(early)).toEqual(['timeOrder'])
})

test('another person, another organisation, another digest in the statement is refused', async () => {
  const facts = factsOf('wallet', terms)
  expect(await codesOf(await forceSign(half, signers.wallet, { ...facts, person: '顾言' }))).toEqual(['otherPerson'])
  expect(await codesOf(await forceSign(half, signers.wallet, { ...facts, organisation: '一页书店' }))).toEqual([
    'wrongParty',
  ])
  expect(await codesOf(await forceSign(half, signers.wallet, { ...facts, digest: 'b'.repeat(64) }))).toEqual([
    'otherDigest',
  ])
})

test('a signature data written in another encoding is refused', async () => {
  const edited = Buffer.from(whole)
  const from = edited.indexOf('/Contents <', half.length) + '/Contents <'.length
  edited.write(
    edited
      .subarray(from, from + 400)
      .toString('latin1')
      .toUpperCase(),
    from,
    'latin1',
  )
  expect(await codesOf(edited)).toEqual(['cmsUnreadable'])
})

test('one flipped bit anywhere is refused, and the refusal has words (seed 17)', { timeout: 240_000 }, async () => {
  const random = seededRandom(17)
  const missed: string[] = []
  for (const [name, from, until] of regionsOf()) {
    for (let at = 0; at < 30; at++) {
      const flipped = Buffer.from(whole)
      const place = from + random.below(until - from)
      flipped[place] = (flipped[place] ?? 0) ^ (1 << random.below(8))
      if ((await codesOf(flipped)).length === 0) missed.push(`${name} at ${place}`)
    }
  }
  expect(missed).toEqual([])
})

// Every part of the file gets its share of flips, however small it is.
function regionsOf(): [string, number, number][] {
  const hole = (from: number): [number, number, number] => {
    const start = whole.indexOf('/Contents <', from) + '/Contents '.length
    const until = whole.indexOf('>', start) + 1
    const used = whole
      .subarray(start, until)
      .toString('latin1')
      .search(/0{200}/)
    return [start, start + used, until]
  }
  const [a, aUsed, aUntil] = hole(base.length)
  const [b, bUsed, bUntil] = hole(half.length)
  const json = base.indexOf('/Type /EmbeddedFile')
  const lastXref = base.lastIndexOf('\nxref\n')
  return [
    ['head', 0, json],
    ['terms', json, base.indexOf('endstream', json)],
    ['pages and typefaces', base.indexOf('endstream', json), lastXref],
    ['cross-references', lastXref, base.length],
    ['first increment', base.length, a],
    ['first signature', a, aUsed],
    ['first padding', aUsed, aUntil],
    ['first tail', aUntil, half.length],
    ['second increment', half.length, b],
    ['second signature', b, bUsed],
    ['second padding', bUsed, bUntil],
    ['second tail', bUntil, whole.length],
    ['anywhere', 0, whole.length],
    ['last bytes', whole.length - 40, whole.length],
  ]
}

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { termsRoot } from '../src/agreements/digest.ts'
import { namedTerms, type Signers, signedContract, testSigners } from '../src/agreements/paper/testSigners.ts'
import { sampleTerms } from '../src/agreements/sample.ts'
import { sampleLogPem, sampleReceipt } from '../src/audit/sampleReceipt.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const house = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
let signers: Signers

beforeAll(() => {
  signers = testSigners()
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'covenant-command-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function covenant(home: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const options = { env: { ...process.env, COVENANT_HOME: home } }
  return new Promise((resolve) => {
    execFile(house, ['--disable-warning=ExperimentalWarning', main, ...args], options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}

function kept(home: string, name: string, content: string | Buffer): string {
  writeFileSync(join(home, name), content)
  return join(home, name)
}

test('agreement check says the digest of valid terms, and where broken ones are broken', async () => {
  const home = folder()
  const terms = sampleTerms()
  const good = await covenant(home, 'agreement', 'check', kept(home, 'good.json', JSON.stringify(terms)), '--json')
  expect([good.code, JSON.parse(good.out)]).toEqual([
    0,
    expect.objectContaining({ valid: true, digest: termsRoot(terms) }),
  ])
  const broken = { ...terms, clauses: { ...terms.clauses, fees: { ...terms.clauses.fees, zone: 'Mars/Olympus' } } }
  const bad = await covenant(home, 'agreement', 'check', kept(home, 'bad.json', JSON.stringify(broken)), '--json')
  expect(bad.code).toBe(1)
  expect(JSON.parse(bad.out).problems).toEqual([expect.objectContaining({ at: '/clauses/fees/zone' })])
})

test('agreement price prices each line and the totals, and nothing at all when one line is bad', async () => {
  const home = folder()
  const terms = kept(home, 'terms.json', JSON.stringify(sampleTerms()))
  const rows = [
    'id,at,product,currency,amount,kind,strength,of',
    'a1,2026-07-03T04:00:00Z,qr-merchant,CNY,125.00,payment,two-factor,',
    'a2,2026-07-03T05:00:00Z,qr-merchant,CNY,25.00,refund,two-factor,a1',
  ]
  const priced = await covenant(home, 'agreement', 'price', terms, kept(home, 'good.csv', rows.join('\n')), '--json')
  expect(priced.code, priced.err).toBe(0)
  const { totals } = JSON.parse(priced.out) as {
    totals: { captured: { minor: string }; merchantFee: { minor: string } }[]
  }
  // 0.38 % of 125.00 is 0.48 to the cent; a fifth of it (0.096) comes back as 0.10.
  expect(totals).toMatchObject([{ captured: { minor: '12500' }, merchantFee: { minor: '38' } }])
  const bad = [...rows, 'a3,2026-07-03T06:00:00Z,qr-merchant,CNY,1.005,payment,two-factor,']
  const refused = await covenant(home, 'agreement', 'price', terms, kept(home, 'bad.csv', bad.join('\n')), '--json')
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({ ok: false, problems: [{ line: 4 }] })
})

test('verify judges a receipt without a network: 0 only for a good one under a key that is trusted, and the broken step named', async () => {
  const home = folder()
  const { receipt, key, witness } = sampleReceipt()
  const good = kept(home, 'good.json', JSON.stringify(receipt))
  const sound = await covenant(home, 'verify', good, '--key', key, '--witness', witness, '--json')
  expect([sound.code, JSON.parse(sound.out).valid], sound.err).toEqual([0, true])
  mkdirSync(join(home, 'keys'))
  kept(join(home, 'keys'), 'log-origin', 'yunhui.example/log\n')
  kept(join(home, 'keys'), 'log-signing', sampleLogPem())
  expect((await covenant(home, 'verify', good)).code, 'its own log’s key is known where the log lives').toBe(0)
  const strange = await covenant(folder(), 'verify', good)
  expect([strange.code, strange.out.includes('BROKEN key')]).toEqual([1, true])
  const bent = { ...receipt, record: { ...receipt.record, facts: { ...receipt.record.facts, amount: '1' } } }
  const altered = await covenant(home, 'verify', kept(home, 'bent.json', JSON.stringify(bent)), '--key', key)
  expect([altered.code, altered.out.match(/BROKEN \w+/g)]).toEqual([1, ['BROKEN inclusion']])
  const document = kept(home, 'document.json', JSON.stringify(receipt.document, null, 2))
  const without = kept(home, 'without.json', JSON.stringify({ ...receipt, document: undefined }))
  expect((await covenant(home, 'verify', without, '--key', key, '--document', document)).code).toBe(0)
  const other = await covenant(home, 'verify', without, '--key', key, '--document', kept(home, 'other.json', '{}'))
  expect([other.code, other.out.match(/BROKEN \w+/g)]).toEqual([1, ['BROKEN document']])
  const twice = JSON.stringify(receipt).replace('"index":', '"index":0,"index":')
  const doubled = await covenant(home, 'verify', kept(home, 'twice.json', twice), '--key', key)
  expect([doubled.code, doubled.out.match(/BROKEN \w+/g)]).toEqual([1, ['BROKEN form']])
})

test('verify says who signed a contract, and what was changed in an altered one', async () => {
  const home = folder()
  const { whole } = await signedContract(signers, namedTerms(signers))
  const roots = `-----BEGIN CERTIFICATE-----\n${signers.root.toString('base64')}\n-----END CERTIFICATE-----\n`
  const pem = kept(home, 'roots.pem', roots)
  const good = await covenant(home, 'verify', kept(home, 'good.pdf', whole), '--roots', pem, '--json')
  expect(good.code, good.err + good.out).toBe(0)
  expect(JSON.parse(good.out)).toMatchObject({
    valid: true,
    rerendered: true,
    signatures: [{ party: 'institution' }, { party: 'wallet' }],
  })
  const altered = Buffer.from(whole)
  altered[5_000] = (altered[5_000] ?? 0) ^ 1
  const bad = await covenant(home, 'verify', kept(home, 'bad.pdf', altered), '--roots', pem, '--json')
  expect(bad.code).toBe(1)
  expect(JSON.parse(bad.out).problems.length).toBeGreaterThan(0)
  const stranger = await covenant(home, 'verify', kept(home, 'good.pdf', whole), '--json')
  expect(stranger.code, 'without the root nobody is trusted').toBe(1)
})

test('a file that is not there, JSON that is none and a wrong call are told in one line', async () => {
  const home = folder()
  const gone = await covenant(home, 'agreement', 'check', join(home, 'gone.json'))
  const torn = await covenant(home, 'agreement', 'check', kept(home, 'torn.json', '{"schema": '))
  const call = await covenant(home, 'agreement', 'sell')
  for (const { code, err, out } of [gone, torn, call]) {
    expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1])
    expect(err).toMatch(/^covenant: .+ \/ .*[\u4e00-\u9fff]/)
  }
})

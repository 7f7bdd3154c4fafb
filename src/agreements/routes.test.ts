import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { knowing, open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { enter, partner } from '../../test/settled.ts'
import type { Permission } from '../identity/role.ts'
import type { Who } from '../world/route.ts'
import { termsRoot } from './digest.ts'
import { signContract } from './paper/sign.ts'
import { agreementRoutes } from './routes.ts'
import { sampleTerms } from './sample.ts'
import { approvedSigning } from './signOrAsk.ts'
import type { Terms } from './terms.ts'
import { prepareSigning } from './testSigning.ts'

const who = (id: string, orgKind: Who['orgKind'], org: string, ...permissions: Permission[]): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind,
  role: 'legal',
  permissions: new Set(permissions),
}) // prettier: one caller
const all: Permission[] = ['agreements.read', 'agreements.propose', 'agreements.approve', 'agreements.sign']
const legal = who('legal', 'institution', 'institution', ...all)
const head = who('head', 'institution', 'institution', ...all, 'approvals.read')
const alipay = who('alipay', 'partner', partner, 'agreements.read', 'agreements.approve', 'agreements.sign')
const stranger = who('stranger', 'partner', 'par_01jz0y2m3n4p5q6r7s8t9v0zzz', ...all)
const shop = who('shop', 'merchant', 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a', ...all)

type Said = { status: number; json: { [member: string]: unknown }; bytes: Buffer }

async function desk(w: TestWorld) {
  const { url } = await open(w, agreementRoutes, { authenticate: knowing(legal, head, alipay, stranger, shop) })
  let keys = 0
  return async (by: Who, does: string, body?: object | Buffer): Promise<Said> => {
    const [method = '', path = ''] = does.split(' ')
    const isFile = Buffer.isBuffer(body)
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${by.id}`,
        ...(body ? { 'content-type': isFile ? 'application/pdf' : 'application/json' } : {}),
        ...(method === 'POST' ? { 'idempotency-key': `k${++keys}` } : {}),
      },
      ...(body ? { body: isFile ? new Uint8Array(body) : JSON.stringify(body) } : {}),
    })
    const bytes = Buffer.from(await reply.arrayBuffer())
    const isJson = reply.headers.get('content-type')?.includes('json')
    return { status: reply.status, json: isJson ? JSON.parse(bytes.toString('utf8')) : {}, bytes }
  }
}

const at = ({ agreement, version }: Terms, rest = ''): string =>
  `/v1/agreements/${agreement}/versions/${version}${rest}`

test('two sides propose, approve by digest, sign and hand in through the doors; the file then proves itself, and one byte betrays a change', async () => {
  const w = await testWorld({ at: '2026-06-20T02:00:00Z' })
  await enter(w)
  const terms = sampleTerms()
  const walletSigner = prepareSigning(w, terms)
  const digest = termsRoot(terms)
  const { institution, wallet } = terms.clauses.parties
  const ask = await desk(w)
  const proposed = await ask(legal, 'POST /v1/agreements', { partner, terms })
  expect(proposed).toMatchObject({
    status: 201,
    json: { state: 'proposed', digest, may: ['approve'], contract: false, signatures: [] },
  })
  expect((await ask(legal, `GET ${at(terms, '/contract.pdf')}`)).json).toMatchObject({ code: 'agreements.not_signed' })
  expect((await ask(alipay, `POST ${at(terms, '/approve')}`, { digest: 'f'.repeat(64) })).json).toMatchObject({
    code: 'agreements.other_root',
  })
  expect((await ask(legal, `POST ${at(terms, '/approve')}`, { digest })).json).toMatchObject({
    state: 'proposed',
    may: [],
  })
  expect((await ask(alipay, `POST ${at(terms, '/approve')}`, { digest })).json).toMatchObject({
    state: 'approved',
    may: [],
  })
  const signatory = institution.signatory.name
  expect((await ask(alipay, `POST ${at(terms, '/sign')}`, { digest, signatory })).json).toMatchObject({
    code: 'agreements.other_side',
  })
  expect((await ask(head, `POST ${at(terms, '/sign')}`, { digest, signatory: '顾言' })).json).toMatchObject({
    code: 'agreements.other_signatory',
  })
  const signing = `POST ${at(terms, '/sign')}`
  expect((await ask(legal, signing, { digest, signatory })).json).toMatchObject({ code: 'agreements.approver_signs' })
  const waits = await ask(head, signing, { digest, signatory })
  expect(waits).toMatchObject({ status: 202, json: { state: 'approved', contract: false, approval: { grants: 0 } } })
  const approval = (waits.json as { approval: { id: string } }).approval.id
  await expect(grantAs(w, checker('legal', 'legal'), approval, approvedSigning)).rejects.toThrow('took_part')
  await grantAs(w, checker('compliance', 'compliance'), approval, approvedSigning)
  expect(await ask(legal, `GET ${at(terms)}`)).toMatchObject({
    status: 200,
    json: { state: 'signing', contract: true, may: ['contract'], approval: null },
  })
  const half = (await ask(alipay, `GET ${at(terms, '/contract.pdf')}`)).bytes
  expect((await ask(legal, 'POST /v1/contracts/verify', half)).json).toMatchObject({ verdict: 'incomplete' })
  const whole = await signContract(half, 'wallet', walletSigner, { person: wallet.signatory.name, at: w.now(), digest })
  const taken = await ask(alipay, `POST ${at(terms, '/contract')}`, whole)
  expect(taken).toMatchObject({
    status: 200,
    json: {
      state: 'signed',
      signatures: [
        { party: 'institution', person: signatory, valid: true },
        { party: 'wallet', valid: true, certificate: { subject: `O=${wallet.name.zh}, CN=${wallet.signatory.name}` } },
      ],
    },
  })

  const genuine = await ask(legal, 'POST /v1/contracts/verify', whole)
  expect(genuine.json).toMatchObject({
    verdict: 'genuine',
    digest,
    version: { agreement: terms.agreement, version: 1, state: 'signed', inForce: false },
  })
  expect((genuine.json['checks'] as { passed: boolean }[]).every(({ passed }) => passed)).toBe(true)
  expect((await ask(stranger, 'POST /v1/contracts/verify', whole)).json).toMatchObject({
    verdict: 'genuine',
    version: null,
  })
  const altered = Buffer.from(whole)
  const place = whole.indexOf('/Type /Page')
  altered[place + 8] = (altered[place + 8] ?? 0) ^ 1
  expect((await ask(legal, 'POST /v1/contracts/verify', altered)).json).toMatchObject({ verdict: 'altered' })
  expect((await ask(legal, 'POST /v1/contracts/verify', Buffer.from('%PDF-1.7 an invoice'))).json).toMatchObject({
    verdict: 'not-a-contract',
    version: null,
    signatures: [],
    checks: [{ code: 'terms', passed: false }],
  })
})

test('an agreement is listed with its version in force, and its second version tells which clauses changed', async () => {
  const w = await testWorld({ at: '2026-08-01T02:00:00Z' })
  await enter(w)
  const ask = await desk(w)
  const first = sampleTerms()
  await ask(legal, 'POST /v1/agreements', { partner, terms: first })
  const second: Terms = {
    ...first,
    version: 2,
    amends: termsRoot(first),
    clauses: { ...first.clauses, settlement: { ...first.clauses.settlement, cycleDays: 2 } },
  }
  expect((await ask(legal, 'POST /v1/agreements', { partner, terms: second })).status).toBe(201)
  const whole = (await ask(alipay, `GET /v1/agreements/${first.agreement}`)).json
  expect(whole).toMatchObject({
    version: 2,
    versions: 2,
    list: [
      { version: 2, changed: ['settlement'] },
      { version: 1, changed: [] },
    ],
  })
  const version = (await ask(alipay, `GET ${at(second)}`)).json
  const clauses = version['clauses'] as {
    clause: string
    changed: boolean
    sentences: { zh: { text: string; path: string | null }[] }[]
  }[]
  expect(clauses.filter(({ changed }) => changed).map(({ clause }) => clause)).toEqual(['settlement'])
  const printed = clauses.flatMap(({ sentences }) => sentences.flatMap(({ zh }) => zh))
  expect(printed).toContainEqual({ text: '2', path: '/clauses/settlement/cycleDays' })
  const list = (await ask(legal, 'GET /v1/agreements')).json
  expect(list).toMatchObject({
    next: null,
    items: [{ id: first.agreement, partner: { id: partner }, summary: { zh: expect.stringContaining('T+2') } }],
  })
})

test('a partner knows of its own agreement only, and a merchant of none', async () => {
  const w = await testWorld({ at: '2026-08-01T02:00:00Z' })
  await enter(w)
  const ask = await desk(w)
  const terms = sampleTerms()
  await ask(legal, 'POST /v1/agreements', { partner, terms })
  expect((await ask(alipay, 'GET /v1/agreements')).json['items']).toHaveLength(1)
  for (const other of [stranger, shop]) {
    expect((await ask(other, 'GET /v1/agreements')).json['items']).toEqual([])
    expect((await ask(other, `GET /v1/agreements/${terms.agreement}`)).status).toBe(404)
    expect((await ask(other, `GET ${at(terms)}`)).status).toBe(404)
    expect((await ask(other, `POST ${at(terms, '/approve')}`, { digest: termsRoot(terms) })).status).toBe(404)
  }
  expect((await ask(stranger, 'POST /v1/agreements', { partner, terms })).json).toMatchObject({
    code: 'agreements.unknown_partner',
  })
})

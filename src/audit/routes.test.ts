import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { leafHash, merkleRoot, rootFromProof } from '../base/merkle.ts'
import { isConsistent } from '../base/merkleConsistency.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { readNote, readVkey } from './readNote.ts'
import { receiptOf } from './receipt.ts'
import type { Receipt } from './receiptShape.ts'
import { auditRoutes } from './routes.ts'
import { sequenceWaiting } from './sequence.ts'
import { asSuperuser, writeRecords } from './testLog.ts'
import { verifyReceipt } from './verifyReceipt.ts'

const institution: Who = { ...caller('shen', 'log.read', 'log.manage'), org: 'org_yunhui', orgKind: 'institution' }
const alipay: Who = { ...caller('alipay', 'log.read', 'log.witness'), org: 'par_alipay', orgKind: 'partner' }
const teahouse: Who = { ...caller('tea', 'log.read'), org: 'mer_tea', orgKind: 'merchant' }

async function opened(w: World) {
  const server = await open(w, auditRoutes, { authenticate: knowing(institution, alipay, teahouse) })
  const ask = async (who: Who, path: string, body?: object) =>
    await fetch(`${server.url}/v1/log${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${who.id}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
  return {
    ask,
    json: async (who: Who, path: string, body?: object) => {
      const reply = await ask(who, path, body)
      return { status: reply.status, body: (await reply.json()) as never }
    },
  }
}

test('status, checkpoint, records, proofs and tiles agree, and somebody who has only these can verify them', async () => {
  const w = await testWorld()
  const { ask, json } = await opened(w)
  expect((await json(institution, '')).body).toMatchObject({
    size: 0,
    checkpointAt: null,
    integrity: { state: 'checking' },
  })
  expect((await ask(institution, '/checkpoint')).status).toBe(409)
  await writeRecords(w, 300)
  await sequenceWaiting(w, 1)
  await writeRecords(w, 420)
  expect((await json(institution, '')).body).toMatchObject({ size: 300, waiting: 420 })
  await sequenceWaiting(w, 1)
  const status = (await json(institution, '')).body as { size: number; root: string; key: string; origin: string }
  const text = await (await ask(institution, '/checkpoint')).text()
  const note = readNote(text)
  const key = readVkey(status.key)
  expect([note?.size, note?.root.toString('hex'), note?.origin]).toEqual([720, status.root, status.origin])
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key?.publicKey.toString('base64url') ?? '' },
    format: 'jwk',
  })
  expect(
    verify(null, Buffer.from(note?.text ?? ''), publicKey, note?.signatures[0]?.signature ?? Buffer.alloc(0)),
  ).toBe(true)

  const tile = async (path: string): Promise<Buffer> =>
    Buffer.from(await (await ask(institution, `/tile/${path}`)).arrayBuffer())
  const leaves = Buffer.concat([await tile('0/000'), await tile('0/001'), await tile('0/002.p/208')])
  const hashes = Array.from({ length: 720 }, (_, at) => leaves.subarray(at * 32, at * 32 + 32))
  expect(merkleRoot(hashes).toString('hex')).toBe(status.root)
  expect(await tile('1/000.p/2')).toEqual(
    Buffer.concat([merkleRoot(hashes.slice(0, 256)), merkleRoot(hashes.slice(256, 512))]),
  )
  for (const wrong of [
    '0/002',
    '0/2.p/208',
    '0/002.p/209',
    '0/x000/001',
    '8/000',
    'entries/000',
    '0/002.p/256',
    '0/003',
  ])
    expect((await ask(institution, `/tile/${wrong}`)).status, wrong).toBe(404)

  const grown = (await json(institution, '/proof/consistency?from=300')).body as never as {
    to: number
    rootFrom: string
    rootTo: string
    proof: string[]
  }
  const bytes = (list: string[]): Buffer[] => list.map((hex) => Buffer.from(hex, 'hex'))
  const before = { size: 300, root: Buffer.from(grown.rootFrom, 'hex') }
  expect(grown.rootFrom).toBe(merkleRoot(hashes.slice(0, 300)).toString('hex'))
  expect(isConsistent(before, { size: 720, root: Buffer.from(status.root, 'hex') }, bytes(grown.proof))).toBe(true)
  expect((await ask(institution, '/proof/consistency?from=721')).status).toBe(422)

  const page = (await json(institution, '/records?object=thing:7&limit=1')).body as never as {
    items: { id: string; index: number; leaf: string }[]
    next: string
  }
  const [row] = page.items
  expect(page.next).toBe(row?.id)
  const found = (await json(institution, `/proof/inclusion?record=${row?.id}`)).body as never as {
    index: number
    proof: string[]
  }
  expect(found.index).toBe(row?.index)
  expect(
    rootFromProof(Buffer.from(row?.leaf ?? '', 'hex'), found.index, 720, bytes(found.proof))?.toString('hex'),
  ).toBe(status.root)
})

test('a receipt verifies offline, and no longer when one character of it is changed', async () => {
  const w = await testWorld()
  const { json } = await opened(w)
  await transaction(w, async (i) =>
    record(i, {
      act: 'payment.captured',
      object: 'pay_01k5xg3v0000000000000000ab',
      facts: { merchant: 'mer_tea', amount: { currency: 'CNY', minor: '8880' } },
      personal: { subject: 'con_1', values: { payer: '王敏' } },
    }),
  )
  await writeRecords(w, 40)
  const list = (await json(teahouse, '/records')).body as never as { items: { id: string; index: number | null }[] }
  const id = list.items[0]?.id ?? ''
  expect(list.items.map(({ index }) => index)).toEqual([null])
  expect((await json(teahouse, `/records/${id}/receipt`)).status).toBe(409)
  await sequenceWaiting(w, 1)
  const { body: receipt } = (await json(teahouse, `/records/${id}/receipt`)) as { body: Receipt }
  const trust = { key: receipt.key }
  expect(verifyReceipt(receipt, trust)).toMatchObject({ valid: true })
  expect(verifyReceipt({ ...receipt, record: { ...receipt.record, at: receipt.record.at + 1 } }, trust).valid).toBe(
    false,
  )
  expect(verifyReceipt({ ...receipt, index: receipt.index === 0 ? 1 : 0 }, trust).valid).toBe(false)

  const shown = await receiptOf(w, id, { values: { payer: '王敏' } })
  expect(verifyReceipt(shown, trust).valid).toBe(true)
  expect(Object.keys(shown.disclosed ?? {})).toEqual(['payer'])
  expect((await receiptOf(w, id, { values: { payer: '李雷' } })).disclosed).toBeUndefined()
})

test('a receipt verifies whatever way the accents of its facts were typed', async () => {
  const w = await testWorld()
  await transaction(w, async (i) => record(i, { act: 'a.b', object: 'x', facts: { store: 'Cafe\u0301' } }))
  await sequenceWaiting(w, 1)
  const { rows } = await w.db.pool.query<{ id: string }>('select id from world.record')
  const receipt = await receiptOf(w, rows[0]?.id ?? '')
  expect(receipt.record.facts).toEqual({ store: 'Caf\u00e9' })
  expect(verifyReceipt(receipt, { key: receipt.key }).valid).toBe(true)
})

test('whoever is not of the institution sees the records of their own organisation and no others', async () => {
  const w = await testWorld()
  const { ask, json } = await opened(w)
  const say = (act: string, object: string, org: string, facts = {}) =>
    transaction({ ...w, actor: { kind: 'user', id: 'usr_1', org, request: null } }, async (i) =>
      record(i, { act, object, facts }),
    )
  await say('payments.open', 'pay_1', 'mer_tea')
  await say('payment.captured', 'pay_1', '', { merchant: 'mer_tea' })
  await say('merchants.enlist', 'mer_tea', 'org_yunhui')
  await say('agreement.in_force', 'agr_1', '', { partner: 'par_alipay' })
  await say('payments.open', 'pay_2', 'mer_noodles')
  await say('ledger.post', 'batch:1', '')
  const acts = async (who: Who, query = ''): Promise<string[]> =>
    ((await json(who, `/records${query}`)).body as never as { items: { act: string }[] }).items
      .map(({ act }) => act)
      .sort()
  expect(await acts(institution)).toHaveLength(6)
  expect(await acts(teahouse)).toEqual(['merchants.enlist', 'payment.captured', 'payments.open'])
  expect(await acts(teahouse, '?object=pay_1&act=payments.open')).toEqual(['payments.open'])
  expect(await acts(teahouse, '?object=pay_2')).toEqual([])
  expect(await acts(alipay)).toEqual(['agreement.in_force'])
  await sequenceWaiting(w, 1)
  const all = (await json(institution, '/records')).body as never as {
    items: { id: string; act: string; object: string }[]
  }
  for (const { id, object } of all.items) {
    const status = object === 'pay_1' || object === 'mer_tea' ? 200 : 404
    for (const path of [`/records/${id}`, `/records/${id}/receipt`, `/proof/inclusion?record=${id}`])
      expect((await ask(teahouse, path)).status, `${object} ${path}`).toBe(status)
  }
})

test('pages go through all records once, newest first', async () => {
  const w = await testWorld()
  const { json } = await opened(w)
  await writeRecords(w, 45)
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { items, next } = (await json(institution, `/records?limit=20${cursor}`)).body as never as {
      items: { id: string }[]
      next: string | null
    }
    seen.push(...items.map(({ id }) => id))
    if (next === null) break
    cursor = `&cursor=${next}`
  }
  expect(seen).toEqual([...seen].sort().reverse())
  expect(new Set(seen).size).toBe(45)
})

test('a check on demand raises and clears the alarm', async () => {
  const w = await testWorld()
  const { json } = await opened(w)
  await writeRecords(w, 10)
  await sequenceWaiting(w, 1)
  expect((await json(institution, '/check', {})).body).toMatchObject({ integrity: { state: 'sound', problems: [] } })
  await asSuperuser(w, `update world.record set facts = '{}' where object = 'thing:3'`)
  const { body } = await json(institution, '/check', {})
  expect(body).toMatchObject({
    integrity: { state: 'alarm', problems: [{ row: expect.stringMatching(/^world\.record id=/) }] },
  })
  expect((await json(alipay, '/check', {})).status).toBe(403)
})

test('the leaf of a record is the hash of its canonical text', async () => {
  const w = await testWorld()
  const { json } = await opened(w)
  await transaction(w, async (i) => record(i, { act: 'a.b', object: 'c', facts: { z: 1, a: '中' } }))
  const { items } = (await json(institution, '/records')).body as never as { items: { [name: string]: unknown }[] }
  const { id, leaf, at } = items[0] as { id: string; leaf: string; at: string }
  const text = `{"act":"a.b","actor":"system:test","after":null,"at":${Date.parse(at)},"before":null,"commitments":{},"covenant":"record/1","facts":{"a":"中","z":1},"id":"${id}","object":"c","org":"","request":null}`
  expect(leafHash(text).toString('hex')).toBe(leaf)
})

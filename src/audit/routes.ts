import { transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import { lineJson, page, pageQuery } from '../world/money-json.ts'
import { isOfOwner, recordsNewest } from '../world/recordList.ts'
import { type KeptRecord, recordsOf } from '../world/records.ts'
import { type Ask, type Route, route, type Sent, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { anchorRoutes } from './anchorRoutes.ts'
import { auditFaults } from './errors.ts'
import { proveConsistency, proveInclusion } from './logProof.ts'
import {
  consistencyJson,
  handOverJson,
  inclusionJson,
  receiptJson,
  recordJson,
  statusJson,
  toHandOverViews,
  toRecordViews,
  toStatusView,
  toWitnessView,
  witnessJson,
} from './logView.ts'
import { cosignedNote, receiptOf } from './receipt.ts'
import { newestCheckpoint, readTiles } from './store.ts'
import { readTilePath } from './tilePath.ts'
import { checkAll } from './watch.ts'
import { registerWitness, takeCosignature } from './witnesses.ts'

const recordId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .meta({ examples: ['019ab3c1-7d20-7c4e-9a1f-3b5c7d9e1f20'] })
const sizeText = z.codec(z.string().regex(/^(0|[1-9]\d{0,14})$/), z.int().min(0), { decode: Number, encode: String })
const one = z.strictObject({ id: recordId })
const listQuery = z.strictObject({
  ...pageQuery,
  cursor: recordId.optional(),
  object: lineJson(200).optional(),
  actor: lineJson(200).optional().meta({ description: '`user:usr_…`, `key:key_…`, `system:payments.inquire`' }),
  act: lineJson(100).optional(),
})
// A log longer than this is checked in the background.
const checkedAtOnce = 100_000
const common = { tag: 'log', may: 'log.read' } as const

const readRoutes: Route[] = [
  route({
    ...common,
    name: 'getLog',
    does: 'GET /v1/log',
    summary: {
      zh: '日志的状态：大小、根哈希、见证人、完整性',
      en: 'State of the log: size, root, witnesses, integrity',
    },
    reply: statusJson,
    refuses: [],
    handle: (w) => toStatusView(w),
  }),
  route({
    ...common,
    name: 'getLogCheckpoint',
    does: 'GET /v1/log/checkpoint',
    summary: {
      zh: '最新检查点，签名笔记格式，含见证人会签',
      en: 'The newest checkpoint as a signed note, with the cosignatures of witnesses',
    },
    media: 'text/plain',
    reply: z.string(),
    refuses: [auditFaults.empty],
    handle: async (w, { answer }): Promise<Sent> => {
      const newest = await newestCheckpoint(w)
      if (!newest) throw auditFaults.empty()
      answer.header('cache-control', 'no-store')
      return answer.bytes('text/plain; charset=utf-8', await cosignedNote(w, newest))
    },
  }),
  route({
    ...common,
    name: 'listLogRecords',
    does: 'GET /v1/log/records',
    summary: { zh: '日志记录，最新在前', en: 'Records of the log, newest first' },
    query: listQuery,
    reply: page(recordJson),
    refuses: [],
    handle: listRecords,
  }),
  route({
    ...common,
    name: 'listLogHandOvers',
    does: 'GET /v1/log/hand-overs',
    summary: {
      zh: '日志签名密钥的历次交接，最早在前，各自可验证',
      en: 'How the signing key of the log was handed over, oldest first, each provable by itself',
    },
    reply: z.strictObject({ items: z.array(handOverJson).max(100), next: z.null() }),
    refuses: [],
    handle: async (w) => ({ items: await toHandOverViews(w), next: null }),
  }),
  route({
    ...common,
    name: 'getLogRecord',
    does: 'GET /v1/log/records/{id}',
    summary: { zh: '一条日志记录', en: 'One record of the log' },
    params: one,
    reply: recordJson,
    refuses: [auditFaults.notFound],
    handle: async (w, { who, params }) => {
      const [view] = await toRecordViews(w, [await visible(w, who, params.id)])
      if (!view) throw auditFaults.notFound({ record: params.id })
      return view
    },
  }),
]

const proofRoutes: Route[] = [
  route({
    ...common,
    name: 'getLogReceipt',
    does: 'GET /v1/log/records/{id}/receipt',
    summary: { zh: '可离线验证的收据', en: 'A receipt that verifies offline' },
    params: one,
    reply: receiptJson,
    refuses: [auditFaults.notFound, auditFaults.notNumbered, auditFaults.empty],
    handle: async (w, { who, params }) => {
      await visible(w, who, params.id)
      const { record, ...rest } = await receiptOf(w, params.id)
      return { ...rest, record: { ...record, facts: { ...record.facts }, commitments: { ...record.commitments } } }
    },
  }),
  route({
    ...common,
    name: 'proveLogInclusion',
    does: 'GET /v1/log/proof/inclusion',
    summary: { zh: '证明一条记录在日志里', en: 'Proof that a record stands in the log' },
    query: z.strictObject({ record: recordId, size: sizeText.optional() }),
    reply: inclusionJson,
    refuses: [auditFaults.notFound, auditFaults.notNumbered, auditFaults.empty, auditFaults.sizeOutside],
    handle: async (w, { who, query }) => {
      await visible(w, who, query.record)
      return await proveInclusion(w, query.record, query.size ?? null)
    },
  }),
  route({
    ...common,
    name: 'proveLogConsistency',
    does: 'GET /v1/log/proof/consistency',
    summary: { zh: '证明日志只增不改', en: 'Proof that the log only grew' },
    query: z.strictObject({ from: sizeText, to: sizeText.optional() }),
    reply: consistencyJson,
    refuses: [auditFaults.empty, auditFaults.sizeOutside],
    handle: (w, { query }) => proveConsistency(w, query.from, query.to ?? null),
  }),
  // An address of C2SP tlog-tiles has two to five parts after `tile`: up to 10^9 tiles a level, partial or full.
  ...[1, 2, 3, 4].map(tileRoute),
]

const changeRoutes: Route[] = [
  route({
    tag: 'log',
    may: 'log.manage',
    name: 'checkLog',
    does: 'POST /v1/log/check',
    summary: { zh: '立即完整检查日志与账本', en: 'Check the whole log and the books now' },
    body: z.strictObject({}),
    reply: statusJson,
    refuses: [],
    handle: async (w, { answer }) => {
      const newest = await newestCheckpoint(w)
      if ((newest?.size ?? 0) <= checkedAtOnce) await checkAll(w)
      else {
        await transaction(w, (i) => addJob(i, 'audit.check_all', {}, i.now()), {
          unrecorded: 'the check records itself when it ends',
        })
        answer.status(202)
      }
      return await toStatusView(w)
    },
  }),
  route({
    tag: 'log',
    may: 'log.manage',
    name: 'registerLogWitness',
    does: 'POST /v1/log/witnesses',
    summary: { zh: '登记见证人的公钥', en: 'Register the key of a witness' },
    body: z.strictObject({
      key: lineJson(400),
      org: lineJson(100)
        .optional()
        .meta({ description: 'A partner (`par_…`), `auditor`, or `institution` when absent' }),
    }),
    reply: witnessJson,
    status: 201,
    refuses: [
      auditFaults.witnessKeyWrong,
      auditFaults.witnessOrgUnknown,
      auditFaults.witnessTaken,
      auditFaults.witnessesFull,
    ],
    handle: async (w, { body }) =>
      await toWitnessView(w, await registerWitness(w, body.key, body.org ?? 'institution')),
  }),
  route({
    tag: 'log',
    may: 'log.witness',
    name: 'cosignLog',
    does: 'POST /v1/log/cosignatures',
    summary: { zh: '见证人提交会签', en: 'Hand in the cosignature of a witness' },
    body: z.strictObject({
      size: z.int().min(1),
      cosignature: lineJson(1_000).meta({
        description: 'One signature line of C2SP tlog-cosignature, without its newline',
      }),
    }),
    reply: witnessJson,
    refuses: [auditFaults.checkpointUnknown, auditFaults.witnessUnknown, auditFaults.cosignatureWrong],
    handle: async (w, { who, body }) =>
      await toWitnessView(w, await takeCosignature(w, who, body.size, body.cosignature)),
  }),
]

/** Doors of the verifiable log. */
export const auditRoutes: Route[] = [...readRoutes, ...proofRoutes, ...changeRoutes, ...anchorRoutes]

function tileRoute(parts: number): Route {
  const names = ['level', ...['a', 'b', 'c', 'd'].slice(0, parts)]
  const path = names.map((name) => `{${name}}`).join('/')
  return route({
    ...common,
    name: `getLogTile${parts}`,
    does: `GET /v1/log/tile/${path}`,
    summary: { zh: '日志的一块哈希（C2SP tlog-tiles）', en: 'One tile of the log (C2SP tlog-tiles)' },
    params: z.strictObject(Object.fromEntries(names.map((name) => [name, z.string().max(8)]))),
    media: 'application/octet-stream',
    reply: z.string(),
    refuses: [auditFaults.tileUnknown],
    handle: async (w, { params, answer }): Promise<Sent> => {
      const said = names.map((name) => params[name] ?? '')
      const named = readTilePath(said)
      const [tile] = named ? await readTiles(w, [named]) : []
      const bytes = (named?.width ?? 256) * 32
      if (!tile || tile.hashes.length < bytes) throw auditFaults.tileUnknown({ tile: said.join('/') })
      // A hash in a tile never changes.
      answer.header('cache-control', 'private, max-age=31536000, immutable')
      return answer.bytes('application/octet-stream', tile.hashes.subarray(0, bytes))
    },
  })
}

async function listRecords(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const { limit = 20, cursor = null, object = null, actor = null, act = null } = query
  const found = await recordsNewest(w, { owner: ownerOf(who), before: cursor, object, actor, act }, limit + 1)
  const items = await toRecordViews(w, found.slice(0, limit))
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

// The institution and its auditors see everything; whoever else what is theirs.
const ownerOf = (who: Who): string | null =>
  who.orgKind === 'institution' || who.orgKind === 'auditor' ? null : who.org

async function visible(w: World, who: Who, id: string): Promise<KeptRecord> {
  const [found] = await recordsOf(w, [id])
  const owner = ownerOf(who)
  if (!found || (owner !== null && !isOfOwner(found, owner))) throw auditFaults.notFound({ record: id })
  return found
}

import { digestJson, timeJson } from '../world/money-json.ts'
import { recordsOf } from '../world/records.ts'
import { type Route, route, type Sent, z } from '../world/route.ts'
import { anchorsAsked } from './anchor.ts'
import { anchorsMost, anchorsNewest } from './anchorList.ts'
import { auditFaults } from './errors.ts'
import { cosignedNote } from './receipt.ts'
import { checkpointOfSize } from './store.ts'

const count = z.int().min(0)
const anchorJson = z
  .strictObject({
    record: z.string().meta({ description: 'The record of the log that tells of it' }),
    kind: z.enum(['timestamp', 'evm']),
    state: z.enum(['stamped', 'sent', 'anchored', 'lost']),
    size: count,
    root: digestJson,
    at: timeJson,
    authority: z.string().nullable(),
    stampedAt: timeJson.nullable(),
    chain: count.nullable(),
    transaction: z.string().nullable(),
    block: count.nullable(),
  })
  .meta({ id: 'LogAnchor', description: 'A checkpoint in the hands of somebody outside' })

const anchorsJson = z
  .strictObject({
    timestamp: z.strictObject({ host: z.string() }).nullable().meta({ description: 'Null while it is off' }),
    evm: z.strictObject({ host: z.string(), chain: count, to: z.string() }).nullable(),
    isBroken: z.boolean().meta({ description: 'The settings are there and cannot be read, so nothing is anchored' }),
    items: z.array(anchorJson).max(2 * anchorsMost),
  })
  .meta({ id: 'LogAnchors' })

const recordId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const sizeText = z.codec(z.string().regex(/^[1-9]\d{0,14}$/), z.int().min(1), { decode: Number, encode: String })
const common = { tag: 'log', may: 'log.read' } as const

/** Doors to what stands outside, and to what one needs to verify it without us. */
export const anchorRoutes: Route[] = [
  route({
    ...common,
    name: 'listLogAnchors',
    does: 'GET /v1/log/anchors',
    summary: {
      zh: `外部锚定：时间戳与链上交易，每类最近 ${anchorsMost} 条`,
      en: `Anchors outside: time stamps and transactions, the newest ${anchorsMost} of each`,
    },
    reply: anchorsJson,
    refuses: [],
    handle: async (w) => ({ ...anchorsAsked(w), items: await anchorsNewest(w) }),
  }),
  route({
    ...common,
    name: 'getLogStamp',
    does: 'GET /v1/log/anchors/{record}/stamp',
    summary: { zh: '一个时间戳（RFC 3161 TimeStampResp）', en: 'One time stamp (RFC 3161 TimeStampResp)' },
    params: z.strictObject({ record: recordId }),
    media: 'application/timestamp-reply',
    reply: z.string(),
    refuses: [auditFaults.notFound],
    handle: async (w, { params, answer }): Promise<Sent> => {
      const [found] = await recordsOf(w, [params.record])
      const stamp = found?.act === 'audit.stamp' ? found.facts['stamp'] : null
      if (typeof stamp !== 'string') throw auditFaults.notFound({ record: params.record })
      return answer.bytes('application/timestamp-reply', Buffer.from(stamp, 'base64'), `stamp-${params.record}.tsr`)
    },
  }),
  route({
    ...common,
    name: 'getLogCheckpointOf',
    does: 'GET /v1/log/checkpoints/{size}',
    summary: { zh: '某个大小的检查点，签名笔记格式', en: 'The checkpoint of a size as a signed note' },
    params: z.strictObject({ size: sizeText }),
    media: 'text/plain',
    reply: z.string(),
    refuses: [auditFaults.checkpointUnknown],
    handle: async (w, { params, answer }): Promise<Sent> => {
      const found = await checkpointOfSize(w, params.size)
      if (!found) throw auditFaults.checkpointUnknown({ size: String(params.size) })
      return answer.bytes('text/plain; charset=utf-8', await cosignedNote(w, found))
    },
  }),
]

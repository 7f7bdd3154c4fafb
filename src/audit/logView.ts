import type { Canonical } from '../base/canonical.ts'
import { sha256 } from '../base/digest.ts'
import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { type KeptRecord, waitingRecords } from '../world/records.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { handOverChain, logKeyState } from './logKeys.ts'
import { readVkey } from './readNote.ts'
import { newestCheckpoint, numbersOf, readWitnesses, type Witness } from './store.ts'
import { integrityOf } from './watch.ts'
import { witnessOrg } from './witnessOrg.ts'

// What the API says of the log.

const count = z.int().min(0)
const facts = z.record(z.string(), z.unknown())
const commitments = z.record(z.string(), digestJson)

export const recordJson = z
  .strictObject({
    id: z.string(),
    index: count.nullable().meta({ description: 'Place in the log; null while the record waits for it' }),
    at: timeJson,
    actor: z.string(),
    org: z.string(),
    request: z.string().nullable(),
    act: z.string(),
    object: z.string(),
    before: digestJson.nullable(),
    after: digestJson.nullable(),
    facts,
    commitments,
    leaf: digestJson.meta({ description: 'RFC 9162 leaf hash' }),
  })
  .meta({ id: 'LogRecord', description: 'One thing done' })

export const witnessJson = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    org: z.string(),
    orgKind: z.enum(['own', 'auditor', 'partner']).meta({
      description: '`own`: run by the institution itself, so that it proves nothing to others',
    }),
    orgName: bothTexts,
    key: z.string().meta({ description: 'Verifier key (C2SP signed-note, type 0x04)' }),
    size: count.nullable().meta({ description: 'Size of the last checkpoint it cosigned' }),
    at: timeJson.nullable(),
  })
  .meta({ id: 'LogWitness' })

export const statusJson = z
  .strictObject({
    origin: z.string(),
    key: z.string().meta({ description: 'Verifier key (C2SP signed-note, type 0x01)' }),
    signing: z
      .strictObject({
        number: z.int().min(1).meta({ description: 'The how many-th key this is' }),
        since: timeJson.nullable(),
        waits: z.boolean().meta({ description: 'A hand-over to the next key is on its way into a checkpoint' }),
      })
      .meta({ id: 'LogSigning', description: 'How long the key has been signing' }),
    size: count,
    root: digestJson,
    checkpointAt: timeJson.nullable(),
    waiting: count,
    oldestWaiting: timeJson.nullable(),
    witnesses: z.array(witnessJson).max(100),
    integrity: z.strictObject({
      state: z.enum(['sound', 'checking', 'alarm']),
      at: timeJson.nullable(),
      problems: z
        .array(z.strictObject({ row: z.string(), zh: z.string(), en: z.string(), foundAt: timeJson }))
        .max(100),
    }),
  })
  .meta({ id: 'LogStatus' })

export const inclusionJson = z
  .strictObject({
    record: z.string(),
    index: count,
    size: count,
    leaf: digestJson,
    root: digestJson,
    proof: z.array(digestJson).max(64),
  })
  .meta({ id: 'LogInclusion', description: 'RFC 9162 inclusion proof' })

export const consistencyJson = z
  .strictObject({
    from: count,
    to: count,
    rootFrom: digestJson,
    rootTo: digestJson,
    proof: z.array(digestJson).max(128),
  })
  .meta({ id: 'LogConsistency', description: 'RFC 9162 consistency proof' })

const writtenJson = z.strictObject({
  id: z.string(),
  at: z.int().meta({ description: 'Milliseconds since 1970: this is the text whose leaf was taken' }),
  actor: z.string(),
  org: z.string(),
  request: z.string().nullable(),
  act: z.string(),
  object: z.string(),
  before: digestJson.nullable(),
  after: digestJson.nullable(),
  facts,
  commitments,
})
const provedJson = { index: count, size: count, proof: z.array(digestJson).max(64), checkpoint: z.string() }

export const handOverJson = z.strictObject({ record: writtenJson, ...provedJson }).meta({
  id: 'LogHandOver',
  description: 'One hand-over of the signing key: its leaf, and the checkpoint both keys signed',
})

export const receiptJson = z
  .strictObject({
    covenant: z.literal('receipt/1'),
    kind: z.enum(['payment', 'agreement', 'consent', 'data-delivery', 'record']),
    record: writtenJson,
    ...provedJson,
    key: z.string(),
    handOvers: z.array(handOverJson).max(100).optional(),
    disclosed: z.record(z.string(), z.strictObject({ value: z.string(), salt: z.string() })).optional(),
    document: z.unknown().optional(),
  })
  .meta({ id: 'LogReceipt', description: 'A record that verifies offline' })

/** Records as the API says them, each with its place in the log. */
export async function toRecordViews(w: World, rows: readonly KeptRecord[]) {
  const numbers = await numbersOf(
    w,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...row,
    facts: row.facts as { [name: string]: Canonical },
    commitments: { ...row.commitments },
    index: numbers.get(row.id) ?? null,
  }))
}

/** A witness, and whose it is. */
export async function toWitnessView(w: World, { id, name, org, key, size, at }: Witness) {
  const { kind, name: orgName } = (await witnessOrg(w, org)) ?? { kind: 'own' as const, name: { zh: org, en: org } }
  return { id, name, org, orgKind: kind, orgName, key, size, at }
}

/** The state of the log as everybody who may read it sees it. */
export async function toStatusView(w: World) {
  const [{ key, ...signing }, newest, { waiting, oldest }, witnesses, { state, at, problems }] = await Promise.all([
    logKeyState(w),
    newestCheckpoint(w),
    waitingRecords(w),
    readWitnesses(w),
    integrityOf(w),
  ])
  return {
    origin: readVkey(key)?.name ?? '',
    key,
    signing,
    size: newest?.size ?? 0,
    root: newest?.root ?? sha256('').toString('hex'),
    checkpointAt: newest?.at ?? null,
    waiting,
    oldestWaiting: oldest,
    witnesses: await Promise.all(witnesses.map((one) => toWitnessView(w, one))),
    integrity: { state, at, problems },
  }
}

/** Every hand-over of the signing key, oldest first. */
export async function toHandOverViews(w: World): Promise<z.output<typeof handOverJson>[]> {
  return (await handOverChain(w)).map(({ record, ...rest }) => ({
    ...rest,
    record: { ...record, facts: { ...record.facts }, commitments: { ...record.commitments } },
  }))
}

import type { Digest } from '../base/digest.ts'
import type { Tile, TilePlace } from '../base/merkleTiles.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

// ── leaves and tiles ─────────────────────────────────────────────────────────────────────────────────────────────────

// Held to the commit. A second sequencer finds it taken and leaves; the key of audit.leaf would stop it too.
const lock = query<{ number: number }, { got: boolean }>()`select pg_try_advisory_xact_lock(${'number'}) as got`
const lockNumber = 4_700_003

/** Whether this transaction alone may number records. */
export const mayNumber = async (i: Inside): Promise<boolean> => (await one(i, lock, { number: lockNumber })).got

const size = query<Record<never, never>, { size: bigint }>()`
  select coalesce((select number + 1 from audit.leaf order by number desc limit 1), 0) as size`
/** Records that have a number. */
export const readSize = async (w: World | Inside): Promise<number> => Number((await one(w, size, {})).size)

const insertLeaves = query<{ size: number; records: string[] }>()`
  insert into audit.leaf (number, record)
  select ${'size'}::bigint + place - 1, record from unnest(${'records'}::uuid[]) with ordinality as row (record, place)`
export const addLeaves = (i: Inside, from: number, records: string[]) => run(i, insertLeaves, { size: from, records })

const tilesAt = query<{ levels: number[]; indexes: number[] }, { level: number; index: bigint; hashes: Buffer }>()`
  select t.level, t.index, t.hashes
    from unnest(${'levels'}::smallint[], ${'indexes'}::bigint[]) as wanted (level, index)
    join audit.tile t on t.level = wanted.level and t.index = wanted.index
   limit 10000`
/** Tiles by place, those that exist. */
export async function readTiles(w: World | Inside, places: readonly TilePlace[]): Promise<Tile[]> {
  const rows = await many(w, tilesAt, {
    levels: places.map(({ level }) => level),
    indexes: places.map(({ index }) => index),
  })
  return rows.map((row) => ({ ...row, index: Number(row.index) }))
}

const writeTiles = query<{ levels: number[]; indexes: number[]; hashes: string[] }>()`
  insert into audit.tile (level, index, hashes)
  select level, index, decode(hashes, 'hex')
    from unnest(${'levels'}::smallint[], ${'indexes'}::bigint[], ${'hashes'}::text[]) as row (level, index, hashes)
  on conflict (level, index) do update set hashes = excluded.hashes`
export async function keepTiles(i: Inside, tiles: readonly Tile[]): Promise<void> {
  await run(i, writeTiles, {
    levels: tiles.map(({ level }) => level),
    indexes: tiles.map(({ index }) => index),
    hashes: tiles.map(({ hashes }) => Buffer.from(hashes).toString('hex')),
  })
}

const numbers = query<{ records: string[] }, { number: bigint; record: string }>()`
  select number, record from audit.leaf where record = any(${'records'}::uuid[]) limit 10000`
/** The number of each record that has one. */
export async function numbersOf(w: World, records: string[]): Promise<Map<string, number>> {
  return new Map((await many(w, numbers, { records })).map(({ number, record }) => [record, Number(number)]))
}

// ── checkpoints ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Checkpoint = { size: number; root: Digest; at: number; note: string }
type CheckpointRow = { size: bigint; root: Digest; at_ms: bigint; note: string }
const toCheckpoint = (row: CheckpointRow): Checkpoint => ({
  size: Number(row.size),
  root: row.root,
  at: Number(row.at_ms),
  note: row.note,
})

const insertCheckpoint = query<{ size: number; root: string; at: number; note: string }>()`
  insert into audit.checkpoint (size, root, at_ms, note)
  values (${'size'}, decode(${'root'}, 'hex'), ${'at'}, ${'note'})`
export const addCheckpoint = (i: Inside, checkpoint: Checkpoint) => run(i, insertCheckpoint, { ...checkpoint })

const newest = query<Record<never, never>, CheckpointRow>()`
  select size, encode(root, 'hex') as root, at_ms, note from audit.checkpoint order by size desc limit 1`
/** The newest checkpoint, null before the first. */
export async function newestCheckpoint(w: World | Inside): Promise<Checkpoint | null> {
  const row = await maybe(w, newest, {})
  return row && toCheckpoint(row)
}

const sized = query<{ size: number }, CheckpointRow>()`
  select size, encode(root, 'hex') as root, at_ms, note from audit.checkpoint where size = ${'size'}`
export async function checkpointOfSize(w: World | Inside, wanted: number): Promise<Checkpoint | null> {
  const row = await maybe(w, sized, { size: wanted })
  return row && toCheckpoint(row)
}

const between = query<{ from: number; until: number; most: number }, CheckpointRow>()`
  select size, encode(root, 'hex') as root, at_ms, note from audit.checkpoint
   where size > ${'from'} and size <= ${'until'} order by size limit ${'most'}`
/** Checkpoints of sizes in (from, until], smallest first. */
export const checkpointsBetween = async (w: World, from: number, until: number, most: number): Promise<Checkpoint[]> =>
  (await many(w, between, { from, until, most })).map(toCheckpoint)

const cosignedCovering = query<{ index: number }, CheckpointRow>()`
  select c.size, encode(c.root, 'hex') as root, c.at_ms, c.note from audit.checkpoint c
   where c.size = (select max(size) from audit.cosignature) and c.size > ${'index'}`
/** The newest checkpoint that a witness cosigned, when it covers this leaf. */
export async function cosignedCheckpoint(w: World, index: number): Promise<Checkpoint | null> {
  const row = await maybe(w, cosignedCovering, { index })
  return row && toCheckpoint(row)
}

// ── witnesses ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Witness = {
  id: string
  name: string
  key: string
  org: string
  size: number | null
  at: number | null
}
type WitnessRow = Omit<Witness, 'size' | 'at'> & { size: bigint | null; at_ms: bigint | null }
const toWitness = ({ at_ms, size: last, ...row }: WitnessRow): Witness => ({
  ...row,
  size: last === null ? null : Number(last),
  at: at_ms === null ? null : Number(at_ms),
})

/** A log has at most this many witnesses. */
export const witnessesMax = 100

const insertWitness = query<{ id: string; name: string; key: string; org: string; at: number }>()`
  insert into audit.witness (id, name, key, org, at_ms)
  values (${'id'}, ${'name'}, ${'key'}, ${'org'}, ${'at'}) on conflict do nothing`
/** Answers 0 when the name or the key is taken. */
export const addWitness = (i: Inside, witness: { id: string; name: string; key: string; org: string }) =>
  run(i, insertWitness, { ...witness, at: i.now() })

const witnesses = query<{ most: number }, WitnessRow>()`
  select w.id, w.name, w.key, w.org, last.size, last.at_ms
    from audit.witness w
    left join lateral (
      select size, at_ms from audit.cosignature where witness = w.id order by size desc limit 1) last on true
   order by w.name limit ${'most'}`
/** All witnesses, each with the last it cosigned. */
export const readWitnesses = async (w: World | Inside): Promise<Witness[]> =>
  (await many(w, witnesses, { most: witnessesMax })).map(toWitness)

const insertCosignature = query<{ size: number; witness: string; at: number; line: string }>()`
  insert into audit.cosignature (size, witness, at_ms, line)
  values (${'size'}, ${'witness'}, ${'at'}, ${'line'}) on conflict do nothing`
/** Answers 0 when this witness cosigned this checkpoint before. */
export const addCosignature = (i: Inside, one_: { size: number; witness: string; at: number; line: string }) =>
  run(i, insertCosignature, one_)

const cosignatures = query<{ size: number; most: number }, { line: string }>()`
  select line from audit.cosignature where size = ${'size'} order by at_ms, witness limit ${'most'}`
/** Signature lines of witnesses over the checkpoint of a size. */
export const cosignaturesOf = async (w: World, wanted: number): Promise<string[]> =>
  (await many(w, cosignatures, { size: wanted, most: witnessesMax })).map(({ line }) => line)

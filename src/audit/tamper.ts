import { edgeOf, hashInTile, rootOfTile, rootOfTiles, type TilePlace, tileSet, tileWidth } from '../base/merkleTiles.ts'
import { batchHashes } from '../ledger/batchHashes.ts'
import type { Problems } from '../ledger/problems.ts'
import { recordLeaf } from '../world/record.ts'
import { firstRecord, recordsAfter } from '../world/recordList.ts'
import { type KeptRecord, recordsOf } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { handedOver } from './handOver.ts'
import { handOverOf, keyNow, logKeys, signersNow } from './logKeys.ts'
import { isSigned } from './noteSignature.ts'
import { type ReadNote, readNote, readVkey } from './readNote.ts'
import { type Checkpoint, checkpointsBetween, newestCheckpoint, numbersOf, readSize, readTiles } from './store.ts'
import { leavesBetween } from './storeCheck.ts'

/** Leaves looked at in one step: sixteen tiles. */
export const stepLeaves = 16 * tileWidth
type Step = { from: number; until: number }

/**
 * Recomputes one step of the log, `from` a multiple of 256: each record's leaf from its content, against the leaf kept beside
 * it and the hash in the tree; each full tile against the tile above; the batches of the books against what was recorded of
 * them; each checkpoint against the tree and our key. Each problem names its row.
 */
export async function checkStep(w: World, step: Step, problems: Problems): Promise<void> {
  const leaves = await leavesBetween(w, step.from, step.until)
  const found = new Map((await recordsOf(w, [...leaves.values()])).map((row) => [row.id, row]))
  await checkLeaves(w, step, { leaves, found }, problems)
  await checkTiles(w, step, problems)
  await checkBatches(w, [...found.values()], problems)
  await checkCheckpoints(w, step, problems)
}

type Content = { leaves: Map<number, string>; found: Map<string, KeptRecord> }

async function checkLeaves(w: World, { from, until }: Step, { leaves, found }: Content, problems: Problems) {
  const places = tilesOf(from, until)
  const tiles = tileSet(await readTiles(w, places))
  for (let number = from; number < until; number++) {
    const id = leaves.get(number)
    const tile = tiles.get({ level: 0, index: Math.floor(number / tileWidth) })
    const inTree = tile && hashInTile(tile, number % tileWidth)?.toString('hex')
    if (id === undefined) {
      problems.add(`audit.leaf number=${number}`, '日志序号缺失', 'this number of the log is missing')
      continue
    }
    const wrong = wrongWith(found.get(id), inTree, number)
    if (wrong) problems.add(`world.record id=${id}`, wrong.zh, wrong.en)
  }
}

function wrongWith(row: KeptRecord | undefined, inTree: string | undefined, number: number) {
  if (!row) return { zh: `日志第 ${number} 条的记录不见了`, en: `the record of number ${number} of the log is gone` }
  const { leaf, ...content } = row
  if (leafOf(content) !== leaf)
    return {
      zh: `内容与写入时的哈希不符（日志第 ${number} 条）`,
      en: `its content is not that whose hash was kept (number ${number} of the log)`,
    }
  if (leaf !== inTree)
    return {
      zh: `哈希与日志第 ${number} 条不符：整行被改写，或该序号被指向别的记录`,
      en: `its hash is not that of number ${number} of the log: the whole row was rewritten, or the number points elsewhere`,
    }
  return null
}

// What is not even canonical any more (a fraction among the facts) has no leaf.
function leafOf(content: Omit<KeptRecord, 'leaf'>): string | null {
  try {
    return recordLeaf(content).toString('hex')
  } catch {
    return null
  }
}

async function checkTiles(w: World, { from, until }: Step, problems: Problems): Promise<void> {
  for (let full = tilesOf(from, until).filter((place) => endOf(place) <= until); full.length > 0; ) {
    const above = [...new Map(full.map((place) => [parentOf(place).index, parentOf(place)])).values()]
    const tiles = tileSet(await readTiles(w, [...full, ...above]))
    for (const place of full) {
      const [tile, parent] = [tiles.get(place), tiles.get(parentOf(place))]
      const said = parent && hashInTile(parent, place.index % tileWidth)
      if (tile && said && rootOfTile(tile).equals(said)) continue
      problems.add(
        `audit.tile level=${place.level} index=${place.index}`,
        '与上一层的哈希不符',
        'it is not the tile whose hash stands in the level above',
      )
    }
    full = above.filter((place) => endOf(place) <= until && endOf(place) > from)
  }
}

const tilesOf = (from: number, until: number): TilePlace[] =>
  Array.from({ length: Math.ceil((until - from) / tileWidth) }, (_, at) => ({ level: 0, index: from / tileWidth + at }))
const parentOf = ({ level, index }: TilePlace): TilePlace => ({
  level: level + 1,
  index: Math.floor(index / tileWidth),
})
const endOf = ({ level, index }: TilePlace): number => (index + 1) * tileWidth ** (level + 1)

// The chain of the books proves itself; that its end was not cut off, only the log knows.
async function checkBatches(w: World, rows: readonly KeptRecord[], problems: Problems): Promise<void> {
  const booked = rows.flatMap(({ act, object, facts, id }) => {
    const number = /^batch:(\d{1,18})$/.exec(object)?.[1]
    return act === 'ledger.post' && number !== undefined ? [{ id, number: BigInt(number), hash: facts['hash'] }] : []
  })
  if (booked.length === 0) return
  const hashes = await batchHashes(
    w,
    booked.map(({ number }) => number),
  )
  for (const { number, hash, id } of booked) {
    if (hashes.get(number) === hash) continue
    problems.add(
      `ledger.batch number=${number}`,
      `与日志记录 ${id} 所记的哈希不符`,
      `its hash is not the one that record ${id} of the log keeps`,
    )
  }
}

const checkpointsAtOnce = 200

async function checkCheckpoints(w: World, { from, until }: Step, problems: Problems): Promise<void> {
  for (let after = from; ; ) {
    const some = await checkpointsBetween(w, after, until, checkpointsAtOnce)
    await checkSome(w, some, problems)
    const last = some.at(-1)
    if (!last || some.length < checkpointsAtOnce) return
    after = last.size
  }
}

async function checkSome(w: World, some: readonly Checkpoint[], problems: Problems): Promise<void> {
  const { spans } = await logKeys(w)
  const tiles = tileSet(
    await readTiles(
      w,
      some.flatMap(({ size }) => edgeOf(size)),
    ),
  )
  for (const { size, root, note } of some) {
    const read = readNote(note)
    const row = `audit.checkpoint size=${size}`
    // At a hand-over of the key two have to sign.
    const signers = spans.filter(({ from, until }) => size >= from && (until === null || size <= until))
    const isHeld = read !== null && signers.length > 0 && signers.every(({ key }) => isSignedBy(read, key))
    if (!isHeld || read.size !== size || read.root.toString('hex') !== root)
      problems.add(row, '签名不成立', 'its signature does not hold')
    else if (rootFrom(tiles, size) !== root)
      problems.add(row, '已签署的根哈希与树不符', 'the signed root is not that of the tree')
  }
}

function isSignedBy(note: ReadNote, key: string): boolean {
  const vkey = readVkey(key)
  return vkey?.type === 'log' && note.origin === vkey.name && isSigned(note, vkey)
}

// The rows only say where to look. What counts is the log itself: a leaf under a checkpoint that both keys signed, link after link
// up to the key whose private half is here.
async function checkHandOvers(w: World, problems: Problems): Promise<void> {
  const keys = await logKeys(w)
  for (const row of keys.done) {
    const link = await handOverOf(w, row).then(handedOver, () => null)
    if (link?.from === row.from && link.to === row.to && link.from === keys.spans[row.number - 1]?.key) continue
    problems.add(`audit.hand_over number=${row.number}`, '密钥交接不成立', 'this hand-over of the key does not hold')
  }
  const signs = await signersNow(w).catch(() => null)
  if (!signs) problems.add(`audit.hand_over key=${keyNow(keys)}`, '没有这把签名密钥', 'the key that signs is not here')
}

// A tile that is missing or cut is told by the checkpoint that needs it.
function rootFrom(tiles: ReturnType<typeof tileSet>, size: number): string | null {
  try {
    return rootOfTiles(tiles, size).toString('hex')
  } catch {
    return null
  }
}

/** The end of the log: its newest signed checkpoint covers every number that was given. Answers its size. */
export async function checkEnd(w: World, problems: Problems): Promise<number> {
  const newest = await newestCheckpoint(w)
  const size = await readSize(w)
  if (!newest) {
    if (size > 0)
      problems.add(`audit.checkpoint size=${size}`, '检查点缺失', 'numbers were given and no checkpoint stands')
    return 0
  }
  await checkSome(w, [newest], problems)
  await checkHandOvers(w, problems)
  if (size < newest.size)
    problems.add(
      `audit.leaf number=${newest.size - 1}`,
      `日志末尾被截去：已签署 ${newest.size} 条，只剩 ${size} 条`,
      `the end of the log was cut off: ${newest.size} were signed, ${size} are left`,
    )
  return newest.size
}

const idsAtOnce = 5_000

/** Records that neither wait nor have a number: rows that were put in past the log, or whose number was taken away. */
export async function checkStrays(w: World, problems: Problems): Promise<void> {
  for (let after = firstRecord; ; ) {
    const rows = await recordsAfter(w, after, idsAtOnce)
    const ids = rows.filter(({ waits }) => !waits).map(({ id }) => id)
    const numbers = await numbersOf(w, ids)
    for (const id of ids)
      if (!numbers.has(id))
        problems.add(`world.record id=${id}`, '日志里没有这条记录', 'the log has no number for this record')
    const last = rows.at(-1)
    if (!last || rows.length < idsAtOnce) return
    after = last.id
  }
}

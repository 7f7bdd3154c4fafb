import { createHash } from 'node:crypto'
import { type Digest, sha256 } from '../base/digest.ts'
import type { Inside } from '../world/world.ts'
import { addPosting, addTransfer, digestOfRows, type JournalRow, type PostingRow } from './journal.ts'
import type { Problems } from './problems.ts'
import {
  type BatchRow,
  type Place,
  readBatchHashes,
  readHead,
  type Span,
  walkBatches,
  walkJournal,
  walkPostings,
} from './storeProof.ts'

/**
 * Recomputes the chain of batches from its beginning: every row is read once, in order, with bounded memory. Finds a batch
 * that is missing or altered, and the posting whose rows no longer say what was booked. Answers how many batches stand.
 * What it cannot see is an end cut off together with the head: for that, keep the last hash somewhere else.
 */
export async function proveChain(i: Inside, problems: Problems): Promise<void> {
  const last = await walkChain(
    i,
    { after: -everyBatch, until: everyBatch },
    { number: 0n, hash: '00'.repeat(32) },
    problems,
  )
  const head = await readHead(i)
  if (head.number !== last.number || head.hash !== last.hash) {
    problems.add('ledger.head shard=0', '链尾与最后一个批次不符', 'the head is not the last batch')
  }
}

/** The same for the batches after one, at most `most` of them: answers the last batch that was looked at, 0 at the end. */
export async function proveChainAfter(i: Inside, after: bigint, most: bigint, problems: Problems): Promise<bigint> {
  const [before] = await readBatchHashes(i, [after])
  if (after > 0n && !before) problems.add(`ledger.batch number=${after}`, '批次缺失', 'the batch is missing')
  const from: Link = before ?? { number: 0n, hash: '00'.repeat(32) }
  const last = await walkChain(i, { after: from.number, until: from.number + most }, from, problems)
  return last.number < from.number + most ? 0n : last.number
}

async function walkChain(i: Inside, span: Span, from: Link, problems: Problems): Promise<Link> {
  const postings = peekable(walkPostings(i, span))
  const journal = peekable(walkJournal(i, span))
  let last = from
  for await (const batch of walkBatches(i, span)) {
    await reportStrays(postings, journal, batch.number, problems)
    const content = await contentOf(batch, postings, journal, problems)
    const row = `ledger.batch number=${batch.number}`
    if (batch.number !== last.number + 1n) {
      problems.add(row, `批次号应为 ${last.number + 1n}`, `its number should be ${last.number + 1n}`)
    }
    if (content !== batch.content) {
      problems.add(row, '本批次的记录与写入时的摘要不符', 'its rows are not those whose digest was kept')
    }
    if (hashOf(last.hash, batch.number, batch.content) !== batch.hash) {
      problems.add(row, '与上一批次的哈希链断开', 'it does not follow from the batch before')
    }
    last = { number: batch.number, hash: batch.hash }
  }
  await reportStrays(postings, journal, null, problems)
  return last
}

const everyBatch = 9_223_372_036_854_775_807n

type Link = { number: bigint; hash: Digest }
type Placed<Row> = Row & Place
type Rows<Row> = { peek(): Promise<Placed<Row> | null>; take(): Promise<Placed<Row> | null> }

/** SHA-256(hash before, number as 8 bytes, content): what the writing statement computes in SQL. */
function hashOf(before: Digest, number: bigint, content: Digest): Digest {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(number)
  return sha256(Buffer.from(before, 'hex'), bytes, Buffer.from(content, 'hex')).toString('hex')
}

async function contentOf(batch: BatchRow, postings: Rows<PostingRow>, journal: Rows<JournalRow>, problems: Problems) {
  const hash = createHash('sha256')
  const booked: PostingRow[] = []
  for (let row = await postings.peek(); row?.batch === batch.number; row = await postings.peek()) {
    addPosting(hash, row)
    booked.push(row)
    await postings.take()
  }
  let transfers = 0
  for (const posting of booked) {
    const rows: JournalRow[] = []
    for (
      let row = await journal.peek();
      row?.batch === batch.number && row.posting === posting.id;
      row = await journal.peek()
    ) {
      addTransfer(hash, row)
      rows.push(row)
      await journal.take()
    }
    transfers += rows.length
    checkPosting(posting, rows, problems)
  }
  if (booked.length !== batch.postings || transfers !== batch.transfers) {
    problems.add(
      `ledger.batch number=${batch.number}`,
      `应有 ${batch.postings} 组分录、${batch.transfers} 笔转账，现有 ${booked.length} 组、${transfers} 笔`,
      `it had ${batch.postings} postings and ${batch.transfers} transfers, now ${booked.length} and ${transfers}`,
    )
  }
  return hash.digest('hex')
}

function checkPosting(posting: PostingRow, rows: readonly JournalRow[], problems: Problems): void {
  const digest = digestOfRows(rows)
  if (posting.outcome === 'posted' ? digest === posting.digest : digest === null) return
  problems.add(
    `ledger.journal posting=${posting.id}`,
    '该组分录的内容与入账时的摘要不符',
    'the rows of this posting are not what was booked under its digest',
  )
}

// Rows that no batch owns: all before `number`, or all that are left.
async function reportStrays(
  postings: Rows<PostingRow>,
  journal: Rows<JournalRow>,
  number: bigint | null,
  problems: Problems,
) {
  const isStray = (row: Place | null) => row !== null && (number === null || row.batch < number)
  for (let row = await postings.peek(); row && isStray(row); row = await postings.peek()) {
    problems.add(`ledger.posting id=${row.id}`, '不属于任何批次', 'it belongs to no batch')
    await postings.take()
  }
  for (let row = await journal.peek(); row && isStray(row); row = await journal.peek()) {
    problems.add(
      `ledger.journal posting=${row.posting} position=${row.position}`,
      '不属于任何批次中的分录',
      'it belongs to no posting of a batch',
    )
    await journal.take()
  }
}

function peekable<Row>(rows: AsyncGenerator<Placed<Row>>): Rows<Row> {
  let next: Placed<Row> | null | undefined
  const peek = async (): Promise<Placed<Row> | null> => {
    if (next === undefined) next = (await rows.next()).value ?? null
    return next as Placed<Row> | null
  }
  return {
    peek,
    take: async () => {
      const row = await peek()
      next = row === null ? null : undefined
      return row
    },
  }
}

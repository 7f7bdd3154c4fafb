import { hourMs } from '../base/time.ts'
import { recordsNewest } from '../world/recordList.ts'
import type { KeptRecord } from '../world/records.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'

/** One anchor outside, read back from the records that tell of it. */
export type AnchorRow = {
  record: string
  kind: 'timestamp' | 'evm'
  state: 'stamped' | 'sent' | 'anchored' | 'lost'
  size: number
  root: string
  at: number
  authority: string | null
  stampedAt: number | null
  chain: number | null
  transaction: string | null
  block: number | null
}

/** The newest of each kind that are listed. */
export const anchorsMost = 50

const stampFacts = z.object({ size: z.number(), root: z.string(), authority: z.string(), at: z.number() })
const chainFacts = z.object({ size: z.number(), root: z.string(), chain: z.number(), transaction: z.string() })
const blockFacts = chainFacts.extend({ block: z.number() })

/** The newest stamps and the newest transactions, newest first. The records of the log are the only book of them. */
export async function anchorsNewest(w: World): Promise<AnchorRow[]> {
  const of = (act: string) =>
    recordsNewest(w, { owner: null, before: null, object: null, actor: null, act }, anchorsMost)
  const [stamps, sent, found] = await Promise.all([of('audit.stamp'), of('audit.anchor_sent'), of('audit.anchor')])
  const blocks = new Map(
    found.flatMap(({ facts }) => {
      const read = blockFacts.safeParse(facts)
      return read.success ? [[read.data.transaction, read.data.block] as const] : []
    }),
  )
  const rows = [...stamps.flatMap(stampRow), ...sent.flatMap((row) => chainRow(w, row, blocks))]
  return rows.sort((one, other) => other.at - one.at)
}

const nothing = { authority: null, stampedAt: null, chain: null, transaction: null, block: null }

function stampRow({ id, at, facts }: KeptRecord): AnchorRow[] {
  const read = stampFacts.safeParse(facts)
  if (!read.success) return []
  const { size, root, authority, at: stampedAt } = read.data
  return [{ ...nothing, record: id, kind: 'timestamp', state: 'stamped', size, root, at, authority, stampedAt }]
}

// Whoever reads it back gives up after an hour.
function chainRow(w: World, { id, at, facts }: KeptRecord, blocks: ReadonlyMap<string, number>): AnchorRow[] {
  const read = chainFacts.safeParse(facts)
  if (!read.success) return []
  const { size, root, chain, transaction } = read.data
  const block = blocks.get(transaction) ?? null
  const state = block !== null ? 'anchored' : at < w.now() - hourMs - 60_000 ? 'lost' : 'sent'
  return [{ ...nothing, record: id, kind: 'evm', state, size, root, at, chain, transaction, block }]
}

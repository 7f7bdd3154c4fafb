import { sha256 } from '../base/digest.ts'
import { secondMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { addJob, type Job } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type EvmSettings, readAnchor, sendAnchor } from './evmAnchor.ts'
import { type Checkpoint, newestCheckpoint } from './store.ts'
import { stampRequest, verifyStamp } from './timestamp.ts'

/**
 * The key file that asks for anchors outside: `{"timestamp": {"url", "roots": [PEM]}, "evm": {"url", "chainId", "from", "to"}}`,
 * each optional. Without the file nothing outside is asked.
 */
export const anchorsFile = 'log-anchors.json'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const url = z.url({ protocol: /^https?$/ }).max(500)
const settings = z.strictObject({
  timestamp: z.strictObject({ url, roots: z.array(z.string().max(20_000)).min(1).max(20) }).optional(),
  evm: z.strictObject({ url, chainId: z.int().min(1), from: address, to: address }).optional(),
})

const tryMs = 10 * secondMs
const stampMax = 100_000
// An hour: a transaction that no block took by then was dropped.
const readEveryMs = 30 * secondMs
const readsMax = 120

/** Has the newest checkpoint stamped and anchored where the settings say so, and records what came of it. */
export async function anchorNewest(w: World): Promise<void> {
  const { timestamp, evm } = anchorSettings(w)
  if (!timestamp && !evm) return
  const newest = await newestCheckpoint(w)
  if (!newest) return
  if (timestamp) await tried(w, 'timestamp', () => stampCheckpoint(w, timestamp, newest))
  if (evm) await tried(w, 'evm', () => anchorOnChain(w, evm, newest))
}

function anchorSettings(w: World): z.output<typeof settings> {
  if (!w.keys.has(anchorsFile)) return {}
  return settings.parse(JSON.parse(w.keys.read(anchorsFile).toString('utf8')))
}

/** Where the settings have checkpoints anchored, as far as it may be shown: an address may carry a secret, its host does not. */
export function anchorsAsked(w: World) {
  try {
    const { timestamp, evm } = anchorSettings(w)
    return {
      timestamp: timestamp ? { host: new URL(timestamp.url).host } : null,
      evm: evm ? { host: new URL(evm.url).host, chain: evm.chainId, to: evm.to } : null,
      isBroken: false,
    }
  } catch (error) {
    w.log.error({ because: (error as Error).message.slice(0, 200) }, 'the settings of anchors cannot be read')
    return { timestamp: null, evm: null, isBroken: true }
  }
}

/** The text of a checkpoint without its signatures: what is stamped, as a witness signs it. */
export const stampedDigest = (note: string): Buffer => sha256(note.slice(0, note.indexOf('\n\n') + 1))

async function stampCheckpoint(
  w: World,
  { url: authority, roots }: { url: string; roots: string[] },
  newest: Checkpoint,
): Promise<void> {
  const [digest, nonce] = [stampedDigest(newest.note), w.random.bytes(8)]
  const response = await w.fetch(authority, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(stampRequest(digest, nonce)),
    redirect: 'error',
    signal: AbortSignal.timeout(tryMs),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  if (!response.ok || bytes.length > stampMax) throw new Error(`the authority answered ${response.status}`)
  const verdict = verifyStamp(bytes, digest, nonce, roots.map(derOfPem))
  if ('broken' in verdict) throw new Error(`the stamp does not hold: ${verdict.broken}`)
  const { size, root } = newest
  const { authority: by, at } = verdict.stamp
  const facts = { size, root, authority: by, at, stamp: bytes.toString('base64') }
  await transaction(w, async (i) => record(i, { act: 'audit.stamp', object: `checkpoint:${size}`, facts }))
}

async function anchorOnChain(w: World, evm: EvmSettings, { size, root }: Checkpoint): Promise<void> {
  const sent = await sendAnchor(w, evm, size, root)
  const facts = { size, root, chain: evm.chainId, transaction: sent }
  await transaction(w, async (i) => {
    record(i, { act: 'audit.anchor_sent', object: `checkpoint:${size}`, facts })
    await addJob(i, 'audit.read_anchor', { ...facts, reads: 1 }, i.now() + readEveryMs)
  })
}

const waiting = z.strictObject({
  size: z.int(),
  root: z.string(),
  chain: z.int(),
  transaction: z.string(),
  reads: z.int(),
})

/** Reads an anchor back until its block is there, and records that it is; gives up after an hour. */
async function readBack(w: World, payload: unknown): Promise<void> {
  const { reads, ...facts } = waiting.parse(payload)
  const { evm } = anchorSettings(w)
  if (evm?.chainId !== facts.chain) return
  await tried(w, 'evm', async () => {
    const found = await readAnchor(w, evm, facts.transaction, facts.size, facts.root)
    if (!found && reads >= readsMax) throw new Error(`no block carries ${facts.transaction} after an hour`)
    await transaction(
      w,
      async (i) => {
        if (found)
          record(i, {
            act: 'audit.anchor',
            object: `checkpoint:${facts.size}`,
            facts: { ...facts, block: found.block },
          })
        else await addJob(i, 'audit.read_anchor', { ...facts, reads: reads + 1 }, i.now() + readEveryMs)
      },
      { unrecorded: 'that we look again is no change of anything' },
    )
  })
}

/** What the clock starts for anchors; nothing happens without the key file. */
export const anchorJobs: Job[] = [
  { name: 'audit.anchor', every: '17 * * * *', run: anchorNewest },
  { name: 'audit.read_anchor', run: readBack },
]

// Whoever is asked outside may fail; the log itself does not depend on it.
async function tried(w: World, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    w.log.error({ what, because: (error as Error).message }, 'a checkpoint was not anchored')
  }
}

const derOfPem = (pem: string): Buffer => Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')

import { secondMs } from '../base/time.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'

// Writes a checkpoint's root into a transaction of an EVM chain, through a node that keeps the key itself. Nothing is signed here,
// and no contract is needed: the call data of a transaction cannot be changed after its block.

export type EvmSettings = {
  /** JSON-RPC of a node or signer that may send for `from`. */
  url: string
  /** Decimal chain id; the node must say the same, so that a test chain is never taken for another. */
  chainId: number
  from: string
  /** Whom the transaction is sent to; an account of one's own. */
  to: string
}
type Anchored = { transaction: string; block: number }

const tryMs = 10 * secondMs
const replyMax = 1_000_000
// "covenant/1" in hexadecimal: so that a reader of the chain knows what the rest is.
const mark = Buffer.from('covenant/1').toString('hex')

/** Call data of a checkpoint: the mark, eight bytes of size, the root. */
export const anchorData = (size: number, root: string): string =>
  `0x${mark}${BigInt(size).toString(16).padStart(16, '0')}${root}`

/** Sends the root; answers the transaction's hash. Throws when the node is another chain, refuses or is silent. */
export async function sendAnchor(w: World, settings: EvmSettings, size: number, root: string): Promise<string> {
  const chain = await ask(w, settings.url, 'eth_chainId', [], quantity)
  if (Number(chain) !== settings.chainId)
    throw new Error(`the node is of chain ${Number(chain)}, not ${settings.chainId}`)
  const { from, to } = settings
  return await ask(w, settings.url, 'eth_sendTransaction', [{ from, to, data: anchorData(size, root) }], hash)
}

/**
 * Reads an anchor back from the chain: the transaction carries exactly this size and root, was sent by our account, and its
 * block was executed. Null while it waits for its block. Throws when the chain says something else.
 */
export async function readAnchor(
  w: World,
  settings: EvmSettings,
  transaction: string,
  size: number,
  root: string,
): Promise<Anchored | null> {
  const found = await ask(w, settings.url, 'eth_getTransactionByHash', [transaction], sent.nullable())
  const receipt = await ask(w, settings.url, 'eth_getTransactionReceipt', [transaction], executed.nullable())
  if (!found || !receipt) return null
  if (found.hash.toLowerCase() !== transaction.toLowerCase() || found.input.toLowerCase() !== anchorData(size, root))
    throw new Error('the transaction does not carry this checkpoint')
  if (found.from.toLowerCase() !== settings.from.toLowerCase()) throw new Error('the transaction is not ours')
  if (receipt.status !== '0x1') throw new Error('the transaction was reverted')
  return { transaction, block: Number(receipt.blockNumber) }
}

const quantity = z.string().regex(/^0x(0|[1-9a-f][0-9a-f]{0,15})$/)
const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/)
const sent = z.object({ hash, from: z.string().max(42), input: z.string().max(100_000) })
const executed = z.object({ status: quantity, blockNumber: quantity })

async function ask<T>(w: World, url: string, method: string, params: unknown[], reply: z.ZodType<T>): Promise<T> {
  const response = await w.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    redirect: 'error',
    signal: AbortSignal.timeout(tryMs),
  })
  const text = await response.text()
  if (!response.ok || text.length > replyMax) throw new Error(`${method}: status ${response.status}`)
  const said = z.object({ result: z.unknown(), error: z.unknown() }).partial().parse(JSON.parse(text))
  if (said.error !== undefined && said.error !== null) throw new Error(`${method} was refused`)
  return reply.parse(said.result)
}

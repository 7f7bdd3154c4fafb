import { same } from './hash.ts'
import { isSigned, type Note, noteOf } from './note.ts'
import { climb, leafOf, type Proved } from './provedLeaf.ts'

// The second judge of hand-overs of the log's key, written from docs/verifiable-log.md and sharing no line with src/audit/handOver.ts.

export type Link = { from: string; to: string; size: number; note: Note }

/** One hand-over: a leaf that names both keys, under a checkpoint both have signed. Null when anything of it does not hold. */
export async function linkOf(given: Proved): Promise<Link | null> {
  const { from, to } = given.record.facts
  if (given.record.act !== 'audit.hand_over_key' || typeof from !== 'string' || typeof to !== 'string') return null
  const note = noteOf(given.checkpoint)
  if (from === to || note?.size !== given.size) return null
  const { root } = await climb(await leafOf(given.record), given)
  if (root === null || !same(root, note.root)) return null
  return (await isSigned(note, from)) && (await isSigned(note, to)) ? { from, to, size: given.size, note } : null
}

/** The links of a chain in order; null when one is broken or they do not follow each other. */
export async function linksOf(chain: readonly Proved[]): Promise<Link[] | null> {
  const links: Link[] = []
  const seen = new Set<string>()
  for (const given of chain) {
    const [link, last] = [await linkOf(given), links.at(-1)]
    if (!link || (last && (last.to !== link.from || last.size >= link.size)) || seen.has(link.to)) return null
    seen.add(link.from).add(link.to)
    links.push(link)
  }
  return links
}

/**
 * Whether the key that signed is the trusted one or joined to it by hand-overs. No chain that the trusted key belongs to may be broken,
 * or say that the signing key had no say at this size.
 */
export async function judgeKey(
  { key, size }: { key: string; size: number },
  trusted: string,
  chains: readonly (readonly Proved[])[],
): Promise<boolean> {
  let isLed = key === trusted
  for (const chain of chains) {
    const links = await linksOf(chain)
    if (links === null) return false
    const names = (one: string): boolean => links.some(({ from, to }) => from === one || to === one)
    if (!names(trusted) || !names(key)) continue
    const [began, ended] = [links.find(({ to }) => to === key), links.find(({ from }) => from === key)]
    if ((began && size < began.size) || (ended && size > ended.size)) return false
    isLed = true
  }
  return isLed
}

/** Whether a checkpoint is signed by the trusted key or one joined to it, each within its time. */
export async function isOfLog(note: Note, trusted: string, chain: readonly Proved[]): Promise<boolean> {
  const links = (await linksOf(chain)) ?? []
  const keys = new Set([trusted, ...links.flatMap(({ from, to }) => [from, to])])
  for (const key of keys)
    if (
      (await isSigned(note, key)) &&
      (await judgeKey({ key, size: note.size }, trusted, [links.length > 0 ? chain : []]))
    )
      return true
  return false
}

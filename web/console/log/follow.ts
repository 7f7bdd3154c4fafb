import { useQuery } from '@tanstack/react-query'
import { get, getText } from '../../api/client.ts'
import { type Head, hasGrown } from '../../ui/growth.ts'
import { hex } from '../../ui/hash.ts'
import { linksOf } from '../../ui/keyChain.ts'
import { isSigned, noteOf } from '../../ui/note.ts'
import type { Proved } from '../../ui/provedLeaf.ts'
import { memory, remember } from './memory.ts'

export type Followed =
  | { outcome: 'first' | 'grown' | 'forked'; from: number; to: number }
  | { outcome: 'none' | 'bad' | 'key' | 'empty' }

/**
 * This browser as a small witness: it holds the newest checkpoint against the key it trusts and against the checkpoint it saw
 * last, and remembers it only when the log has grown.
 */
export function useFollow(key: string, number: number, size: number) {
  return useQuery({
    queryKey: ['log.follow', key, size],
    queryFn: () => follow(key, number),
    enabled: size > 0,
    retry: false,
  })
}

async function follow(key: string, number: number): Promise<Followed> {
  if (!globalThis.crypto?.subtle) return { outcome: 'none' }
  if (!(await isLedTo(key, number))) return { outcome: 'key' }
  const { head: before } = memory()
  const note = noteOf(await getText('/v1/log/checkpoint'))
  if (!note || !(await isSigned(note, key))) return { outcome: 'bad' }
  const now = { size: note.size, root: hex(note.root) }
  if (now.size === 0) return { outcome: 'empty' }
  if (!before) {
    remember({ head: now })
    return { outcome: 'first', from: 0, to: now.size }
  }
  if (before.size > now.size) return { outcome: 'forked', from: before.size, to: now.size }
  if (!(await grew(before, now))) return { outcome: 'forked', from: before.size, to: now.size }
  remember({ head: now })
  return { outcome: 'grown', from: before.size, to: now.size }
}

async function grew(from: Head, to: Head): Promise<boolean> {
  if (from.size > to.size) return false
  const isSame = from.size === to.size
  const proof = isSame
    ? []
    : (await get('/v1/log/proof/consistency', { query: { from: from.size, to: to.size } })).proof
  return await hasGrown(from, to, proof)
}

/**
 * Whether the key that signs today is the trusted one, or was handed over from it step by step, each step a checkpoint that both keys
 * signed and that continues what this browser saw. Then the new key is the trusted one, and the way to it is remembered, so that
 * receipts of both can be judged offline. A browser that trusts no key yet only learns the way.
 */
async function isLedTo(key: string, number: number): Promise<boolean> {
  const { key: trusted, head, handOvers } = memory()
  const isKnown = trusted === null || trusted === key
  if (isKnown && handOvers.length >= number - 1) return true
  const chain = (await get('/v1/log/hand-overs')).items as Proved[]
  const links = (await linksOf(chain)) ?? []
  if (links.at(-1)?.to !== key) return isKnown
  if (isKnown) {
    remember({ handOvers: chain })
    return true
  }
  const begins = links.findIndex(({ from }) => from === trusted)
  if (begins < 0) return false
  let seen = head
  for (const { note, size } of links.slice(begins)) {
    const there = { size, root: hex(note.root) }
    if (seen && !(await grew(seen, there))) return false
    seen = there
  }
  remember({ key, head: seen, handOvers: chain })
  return true
}

import { useQuery } from '@tanstack/react-query'
import { get, getText } from '../../api/client.ts'
import { hasGrown } from '../../ui/growth.ts'
import { hex } from '../../ui/hash.ts'
import { isSigned, noteOf } from '../../ui/judgeReceipt.ts'
import { memory, remember } from './memory.ts'

export type Followed =
  | { outcome: 'first' | 'grown' | 'forked'; from: number; to: number }
  | { outcome: 'none' | 'bad' | 'key' | 'empty' }

/**
 * This browser as a small witness: it holds the newest checkpoint against the key it trusts and against the checkpoint it saw
 * last, and remembers it only when the log has grown.
 */
export function useFollow(key: string, size: number) {
  return useQuery({
    queryKey: ['log.follow', key, size],
    queryFn: () => follow(key),
    enabled: size > 0,
    retry: false,
  })
}

async function follow(key: string): Promise<Followed> {
  if (!globalThis.crypto?.subtle) return { outcome: 'none' }
  const { key: trusted, head: before } = memory()
  if (trusted !== null && trusted !== key) return { outcome: 'key' }
  const note = noteOf(await getText('/v1/log/checkpoint'))
  if (!note || !(await isSigned(note, key))) return { outcome: 'bad' }
  const now = { size: note.size, root: hex(note.root) }
  if (now.size === 0) return { outcome: 'empty' }
  if (!before) {
    remember({ head: now })
    return { outcome: 'first', from: 0, to: now.size }
  }
  if (before.size > now.size) return { outcome: 'forked', from: before.size, to: now.size }
  const proof =
    before.size === now.size
      ? []
      : (await get('/v1/log/proof/consistency', { query: { from: before.size, to: now.size } })).proof
  if (!(await hasGrown(before, now, proof))) return { outcome: 'forked', from: before.size, to: now.size }
  remember({ head: now })
  return { outcome: 'grown', from: before.size, to: now.size }
}

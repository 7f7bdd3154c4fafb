import type { Terms } from '../agreements/terms.ts'

export type Leaf = { path: string; value: string | number | boolean | null }

/** Every leaf below `node`, with its JSON pointer. */
export function leavesOf(node: unknown, path = ''): Leaf[] {
  if (typeof node !== 'object' || node === null) return [{ path, value: node as Leaf['value'] }]
  return Object.entries(node).flatMap(([key, member]) => leavesOf(member, `${path}/${key}`))
}

/** The terms with one leaf replaced; nothing else is shared or changed. */
export function withLeaf(terms: Terms, path: string, value: Leaf['value']): Terms {
  const copy = structuredClone(terms)
  const steps = path.split('/').slice(1)
  const last = steps.pop() ?? ''
  let node = copy as unknown as Record<string, unknown>
  for (const step of steps) node = node[step] as Record<string, unknown>
  node[last] = value
  return copy
}

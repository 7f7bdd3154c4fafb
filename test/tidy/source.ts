import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** A node of the syntax tree (ESTree with TypeScript), read loosely: rules look only at the few kinds they name. */
export type Node = { type: string; start: number; end: number; readonly [member: string]: unknown }

/** One file of the house, parsed. `path` starts at the root of the repository and uses `/`. */
export type Source = { path: string; text: string; program: Node }

/** Parses one file; throws when it is not TypeScript. */
export function sourceOf(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  return { path, text, program: program as unknown as Node }
}

/** Every TypeScript file below the folders, parsed. */
export function sourcesIn(root: string, folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => filesIn(root, folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')))
}

/** Paths of all files below a folder of the repository, sorted; none when the folder is absent. */
export function filesIn(root: string, folder: string): string[] {
  let entries: import('node:fs').Dirent[]
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true })
  } catch {
    return [] // a folder that another change will bring
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
}

/** Calls `see` for every node below and including `node`, with the chain of nodes above it, nearest first. */
export function walk(node: Node, see: (node: Node, above: readonly Node[]) => void, above: readonly Node[] = []): void {
  see(node, above)
  const chain = [node, ...above]
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) walk(child, see, chain)
  }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string' && 'start' in value

/** The line a place of the text stands on, from 1. */
export const lineOf = (source: Source, at: number): number => source.text.slice(0, at).split('\n').length

/** `src/payments/pay.ts:12` */
export const placeOf = (source: Source, node: Node): string => `${source.path}:${lineOf(source, node.start)}`

/** A test, or what tests share: `payments/testPayments.ts`, `ledger/testing.ts`, the suite every wallet must pass. */
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\/(test[A-Z]\w*|testing|conformance[\w-]*|[\w-]+-bench)\.ts$/.test(path) || path.startsWith('test/')

/** A module's store, or one of its stores: `store.ts`, `storeHolds.ts`, `prove-store.ts`. */
export const isStore = (path: string): boolean => /\/(store\w*|[\w-]+-store|\w+Store)\.ts$/.test(path)

/** The module a file belongs to: `src/payments/pay.ts` → payments; null outside src and for what stands on top of all. */
export function moduleOf(path: string): string | null {
  const module = /^src\/([^/]+)\//.exec(path)?.[1] ?? null
  return module === 'commands' ? null : module
}

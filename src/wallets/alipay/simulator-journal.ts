import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'

/** One thing as it now stands: its kind, its key, and all of it (null when it is gone). */
export type Entry = readonly [kind: string, key: string, value: unknown]

export type Journal = {
  /** Everything written so far, oldest first. A last line cut by a crash was never answered and is left out. */
  replay(): Iterable<Entry>
  /** Writes all entries or none: one line, in one call, before the answer that depends on them leaves. */
  append(entries: readonly Entry[]): void
  /** Replaces the journal by what still counts. */
  compact(entries: Iterable<Entry>): void
  close(): void
}

/**
 * An append-only file of JSON lines, so that the simulator remembers after kill -9: bytes handed to the kernel survive the
 * process. With no path it keeps nothing.
 */
export function openJournal(path: string | null): Journal {
  if (path === null)
    return { replay: () => [], append: () => undefined, compact: () => undefined, close: () => undefined }
  let file = openSync(path, 'a+')
  dropTornLine(file, path)
  return {
    replay: () => entriesIn(path),
    append: (entries) => {
      if (entries.length > 0) writeAll(file, `${encode(entries)}\n`)
    },
    compact: (entries) => {
      const next = openSync(`${path}.next`, 'w')
      let batch: Entry[] = []
      for (const entry of entries) {
        batch.push(entry)
        if (batch.length < 500) continue
        writeAll(next, `${encode(batch)}\n`)
        batch = []
      }
      if (batch.length > 0) writeAll(next, `${encode(batch)}\n`)
      closeSync(next)
      renameSync(`${path}.next`, path)
      closeSync(file)
      file = openSync(path, 'a+')
    },
    close: () => closeSync(file),
  }
}

function* entriesIn(path: string): Generator<Entry> {
  if (!existsSync(path)) return
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line !== '') yield* decode(line)
  }
}

// A line without its end was being written when the process died.
function dropTornLine(file: number, path: string): void {
  const { size } = fstatSync(file)
  if (size === 0) return
  const bytes = readFileSync(path)
  const kept = bytes.lastIndexOf(0x0a) + 1
  if (kept !== size) ftruncateSync(file, kept)
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}

// Amounts are bigint; JSON has none, so they are written as { "fen": "1999" }.
const encode = (entries: readonly Entry[]): string =>
  JSON.stringify(entries, (_, value: unknown) => (typeof value === 'bigint' ? { fen: value.toString() } : value))

const decode = (line: string): Entry[] =>
  JSON.parse(line, (_, value: unknown) => {
    const fen = typeof value === 'object' && value !== null ? (value as { fen?: unknown }).fen : undefined
    return typeof fen === 'string' && Object.keys(value as object).length === 1 ? BigInt(fen) : value
  })

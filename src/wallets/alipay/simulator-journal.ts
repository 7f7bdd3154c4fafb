import { closeSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, writeSync } from 'node:fs'

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
  dropTornLine(file)
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

// Read piece by piece: months of history are longer than the longest string.
function* entriesIn(path: string): Generator<Entry> {
  const file = openSync(path, 'r')
  try {
    const piece = Buffer.alloc(pieceLength)
    let rest: Buffer = Buffer.alloc(0)
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      const bytes = Buffer.concat([rest, piece.subarray(0, read)])
      const end = bytes.lastIndexOf(0x0a)
      rest = Buffer.from(bytes.subarray(end + 1))
      for (const line of bytes
        .subarray(0, end + 1)
        .toString('utf8')
        .split('\n')) {
        if (line !== '') yield* decode(line)
      }
    }
  } finally {
    closeSync(file)
  }
}

const pieceLength = 1024 * 1024

// A line without its end was being written when the process died.
function dropTornLine(file: number): void {
  const { size } = fstatSync(file)
  const piece = Buffer.alloc(pieceLength)
  for (let until = size; until > 0; until -= pieceLength) {
    const from = Math.max(0, until - pieceLength)
    const end = piece.subarray(0, readSync(file, piece, 0, until - from, from)).lastIndexOf(0x0a)
    if (end < 0) continue
    if (from + end + 1 !== size) ftruncateSync(file, from + end + 1)
    return
  }
  ftruncateSync(file, 0)
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

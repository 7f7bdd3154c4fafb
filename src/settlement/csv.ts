import { type Digest, digestOf } from '../base/digest.ts'

/** A finished file: its rows counted and sealed by the digest in its last line. */
export type SealedFile = { name: string; lines: number; digest: Digest; bytes: Buffer }

/**
 * A text file of comma-separated rows (RFC 4180, UTF-8, CRLF): a heading, the rows, and a last line
 * `<END>,rows,SHA-256 of every byte before that line`. Whoever reads it can tell a whole file from a cut or altered one.
 */
export function sealedCsv(name: string, heading: readonly string[], rows: readonly (readonly string[])[]): SealedFile {
  const body = [heading, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
  const digest = digestOf(body)
  return { name, lines: rows.length, digest, bytes: Buffer.from(`${body}<END>,${rows.length},${digest}\r\n`) }
}

/** True when a file ends in its own seal: as many rows as it says, and the digest of what stands before. */
export function isSealed(bytes: Buffer): boolean {
  const from = bytes.lastIndexOf('<END>,')
  const found = from < 0 ? null : /^<END>,(\d{1,9}),([0-9a-f]{64})\r\n$/.exec(bytes.subarray(from).toString('latin1'))
  if (!found) return false
  const body = bytes.subarray(0, from)
  return digestOf(body) === found[2] && countRows(body) - 1 === Number(found[1])
}

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection); whole numbers
 * stay numbers, also negative ones.
 */
export function cell(text: string): string {
  const isNumber = /^-?\d+$/.test(text)
  const safe = !isNumber && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

// Rows, not lines: a quoted cell may hold a line break.
function countRows(body: Buffer): number {
  let rows = 0
  let isQuoted = false
  for (const byte of body) {
    if (byte === quote) isQuoted = !isQuoted
    else if (byte === lineFeed && !isQuoted) rows++
  }
  return rows
}

const quote = 0x22
const lineFeed = 0x0a

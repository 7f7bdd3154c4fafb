/** A record of a CSV text and the line it begins on, counted from 1. */
export type CsvRecord = { line: number; cells: string[] }

/**
 * The records of a CSV text (RFC 4180: quoted cells, doubled quotes, CRLF or LF; a byte-order mark is skipped, blank lines too).
 * Null with the line when a quote is not closed or stands where it may not.
 */
export function parseCsv(text: string): { ok: true; records: CsvRecord[] } | { ok: false; line: number } {
  const records: CsvRecord[] = []
  // One cell and what ends it: a quoted or a bare text, then comma, line end or the end of all.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  let cells: string[] = []
  let line = 1
  let begun = 1
  cell.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  while (cell.lastIndex < text.length || cells.length > 0) {
    const found = cell.exec(text)
    if (!found) return { ok: false, line }
    const [whole, quoted, bare = '', end] = found
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    line += whole.split('\n').length - 1
    if (end === ',') continue
    if (cells.length > 1 || cells[0] !== '') records.push({ line: begun, cells })
    cells = []
    begun = line
  }
  return { ok: true, records }
}

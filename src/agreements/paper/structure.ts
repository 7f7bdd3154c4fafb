/** What must be known of a PDF to write an increment after it: numbers, places and the objects that change. */
export type Structure = {
  startXref: number
  size: number
  rootId: number
  infoId: number
  fileId: string
  root: string
  fields: Map<string, { id: number; text: string; width: number; height: number }>
}

/**
 * Reads the newest revision of a PDF written by our renderer or signer (classic cross-reference tables only); null when it is
 * anything else. It believes nothing: the verifier rebuilds the bytes from what is read here and compares them.
 */
export function readStructure(pdf: Buffer): Structure | null {
  const startXref = Number(/startxref\n(\d{1,10})\n%%EOF\n$/.exec(latin(pdf.subarray(-40)))?.[1] ?? Number.NaN)
  const offsets = new Map<number, number>()
  const newest = readSection(pdf, startXref, offsets)
  if (!newest) return null
  let previous = newest.previous
  for (let hops = 0; previous !== null; hops++) {
    const section = hops < 4 ? readSection(pdf, previous, offsets) : null
    if (!section) return null
    previous = section.previous
  }
  const object = (id: number): string => objectAt(pdf, id, offsets.get(id))
  const root = object(newest.rootId)
  const form = object(referenceIn(root, 'AcroForm'))
  const listed = /\/Fields \[([^\]]*)\]/.exec(form)?.[1] ?? ''
  const fieldIds = [...listed.matchAll(/(\d+) 0 R/g)].map((found) => Number(found[1]))
  const fields = new Map(fieldIds.slice(0, 8).map((id) => namedField(id, object(id))))
  return { ...newest, startXref, root, fields }
}

/** Text of bytes, one character per byte. */
export const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

type Section = { size: number; rootId: number; infoId: number; fileId: string; previous: number | null }

const sectionMax = 400_000

function readSection(pdf: Buffer, at: number, offsets: Map<number, number>): Section | null {
  if (!Number.isSafeInteger(at) || at < 0 || at >= pdf.length) return null
  const text = latin(pdf.subarray(at, at + sectionMax))
  const table = /^xref\n((?:\d+ \d+\n(?:\d{10} \d{5} [fn] ?\n)+)+)trailer\n(<<\n[\s\S]*?\n>>)\nstartxref\n/.exec(text)
  const trailer = table?.[2]
  if (!table || trailer === undefined) return null
  readOffsets(table[1] ?? '', offsets)
  const size = Number(/\/Size (\d+)/.exec(trailer)?.[1])
  const fileId = /\/ID \[(<[0-9a-f]{32}>) /.exec(trailer)?.[1]
  const previous = /\/Prev (\d+)/.exec(trailer)?.[1]
  if (!size || !fileId) return null
  const [rootId, infoId] = [referenceIn(trailer, 'Root'), referenceIn(trailer, 'Info')]
  return { size, fileId, rootId, infoId, previous: previous === undefined ? null : Number(previous) }
}

// The newest section is read first, and what it says of an object stands.
function readOffsets(table: string, offsets: Map<number, number>): void {
  let id = 0
  for (const line of table.split('\n')) {
    const heading = /^(\d+) \d+$/.exec(line)
    if (heading) {
      id = Number(heading[1])
      continue
    }
    if (/ n ?$/.test(line) && !offsets.has(id)) offsets.set(id, Number(line.slice(0, 10)))
    id++
  }
}

function objectAt(pdf: Buffer, id: number, offset: number | undefined): string {
  const head = `${id} 0 obj\n`
  if (offset === undefined || latin(pdf.subarray(offset, offset + head.length)) !== head) return ''
  const end = pdf.indexOf('\nendobj\n', offset)
  return end < 0 || end - offset > 100_000 ? '' : latin(pdf.subarray(offset + head.length, end))
}

const referenceIn = (text: string, key: string): number =>
  Number(new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1] ?? -1)

function namedField(id: number, text: string): [string, { id: number; text: string; width: number; height: number }] {
  const name = /\/T \((\w+)\)/.exec(text)?.[1] ?? ''
  const [left = 0, bottom = 0, right = 0, top = 0] = (/\/Rect \[([^\]]*)\]/.exec(text)?.[1] ?? '')
    .split(' ')
    .map(Number)
  return [name, { id, text, width: right - left, height: top - bottom }]
}

import { present } from '../../base/assert.ts'
import type { Digest } from '../../base/digest.ts'
import { sha256 } from '../../base/digest.ts'
import type { Instant } from '../../base/time.ts'
import { labelOperators } from './label.ts'
import type { Structure } from './structure.ts'

/** Who signs for an agreement. The name is the name of the signature field. */
export type SigningParty = 'institution' | 'wallet'
export const signingParties: readonly SigningParty[] = ['institution', 'wallet']

export type IncrementFacts = { party: SigningParty; organisation: string; person: string; at: Instant; digest: Digest }

/** An increment with an empty hole: the bytes that follow `before`, and where in the whole file the hole lies. */
export type Increment = { bytes: Buffer; holeFrom: number; holeUntil: number }

/** Bytes kept free for the CMS: RSA-3072, its chain and a time stamp need 7.3 KB. */
export const cmsReserve = 12_288

/**
 * The bytes one signature adds to a PDF: the field with its value and label, for the first signature also the catalog with the
 * certification (DocMDP P=2: later only form filling and signing), the signature with an empty hole, and a cross-reference
 * section. A pure function of what it is given, so that the verifier can write the same increment again and compare.
 */
export function incrementAfter(before: Buffer, structure: Structure, facts: IncrementFacts): Increment {
  const field = present(structure.fields.get(facts.party), 'the contract has a field for each party')
  const isFirst = !structure.root.includes('/Perms ')
  const [labelId, signatureId] = [structure.size, structure.size + 1]
  const writer = objectWriter(before.length)
  writer.object(field.id, withEntries(field.text, `/V ${signatureId} 0 R\n/AP <<\n/N ${labelId} 0 R\n>>`))
  if (isFirst) writer.object(structure.rootId, withEntries(structure.root, `/Perms <<\n/DocMDP ${signatureId} 0 R\n>>`))
  writer.object(labelId, labelObject(facts, field.width, field.height))
  const signature = signatureText(facts, isFirst)
  const textFrom = writer.object(signatureId, signature)
  const holeFrom = textFrom + signature.indexOf('/Contents <') + '/Contents '.length
  const holeUntil = holeFrom + cmsReserve * 2 + 2
  const body = writer.end(structure, sha256(before).subarray(0, 16).toString('hex'))
  const text = body.replace(rangeHole, byteRange(holeFrom, holeUntil, before.length + body.length))
  return { bytes: Buffer.from(text, 'latin1'), holeFrom, holeUntil }
}

const rangeHole = `/ByteRange [${' '.repeat(43)}]`

// Fixed width, so that writing the range never moves a byte.
function byteRange(holeFrom: number, holeUntil: number, total: number): string {
  const [a, b, c, d] = [0, holeFrom, holeUntil, total - holeUntil].map((value) => String(value).padEnd(10))
  return `/ByteRange [${a} ${b} ${c} ${d}]`
}

function signatureText(facts: IncrementFacts, isFirst: boolean): string {
  const certification =
    '/Reference [<<\n/Type /SigRef\n/TransformMethod /DocMDP\n/TransformParams <<\n/Type /TransformParams\n/P 2\n/V /1.2\n>>\n>>]'
  return [
    '<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached',
    rangeHole,
    `/Contents <${'0'.repeat(cmsReserve * 2)}>`,
    `/Name ${unicode(facts.person)}`,
    `/Reason ${unicode(reasonOf(facts))}`,
    `/M (${pdfTime(facts.at)})`,
    ...(isFirst ? [certification] : []),
    '>>',
  ].join('\n')
}

/** The sentence a PDF reader shows for a signature: party, person and the digest of the terms. */
const reasonOf = (facts: IncrementFacts): string =>
  `${facts.party}: ${facts.organisation}, ${facts.person}; terms ${facts.digest}`

function labelObject(facts: IncrementFacts, width: number, height: number): string {
  const drawn = labelOperators(facts, width, height)
  const head = `<<\n/Type /XObject\n/Subtype /Form\n/BBox [0 0 ${width} ${height}]\n/Resources <<\n>>\n/Length ${drawn.length}\n>>`
  return `${head}\nstream\n${drawn}\nendstream`
}

const withEntries = (dictionary: string, entries: string): string =>
  `${dictionary.slice(0, -'>>'.length)}${entries}\n>>`

/** Text as a PDF hexadecimal string in UTF-16 with its byte order mark. */
const unicode = (text: string): string => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`

/** The moment as PDF writes it, to the second, in UTC. */
export const pdfTime = (at: Instant): string => `D:${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`

function objectWriter(start: number) {
  let text = ''
  const offsets = new Map<number, number>()
  return {
    /** Writes one object and answers where in the file its text begins. */
    object(id: number, content: string): number {
      offsets.set(id, start + text.length)
      text += `${id} 0 obj\n`
      const from = start + text.length
      text += `${content}\nendobj\n`
      return from
    },
    end(structure: Structure, newId: string): string {
      const at = start + text.length
      const ids = [...offsets.keys()].sort((a, b) => a - b)
      const table = ids.map((id) => `${id} 1\n${String(offsets.get(id)).padStart(10, '0')} 00000 n \n`).join('')
      const size = Math.max(structure.size, ...ids.map((id) => id + 1))
      const trailer = [
        `<<\n/Size ${size}\n/Root ${structure.rootId} 0 R\n/Info ${structure.infoId} 0 R`,
        `/ID [${structure.fileId} <${newId}>]\n/Prev ${structure.startXref}\n>>`,
      ].join('\n')
      return `${text}xref\n${table}trailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`
    },
  }
}

import { canonicalTerms } from '../digest.ts'
import { parseTerms } from '../parse.ts'
import type { Terms } from '../terms.ts'
import { latin } from './structure.ts'

/** Name under which the terms are embedded in the PDF. */
export const attachmentName = 'terms.json'

/** The head of the embedded file's dictionary: the renderer writes it first of all objects and uncompressed. */
const head = '<<\n/Type /EmbeddedFile\n'

const termsMax = 2_000_000

export type Embedded =
  | { outcome: 'terms'; terms: Terms }
  | { outcome: 'none' }
  | { outcome: 'broken'; because: { zh: string; en: string } }

/** The bytes embedded in a contract: canonical JSON of its terms. */
export const termsBytes = (terms: Terms): Buffer => Buffer.from(canonicalTerms(terms), 'utf8')

/** The terms a contract PDF carries, parsed strictly; only their one canonical text is accepted. */
export function embeddedTerms(pdf: Buffer): Embedded {
  const at = pdf.indexOf(head)
  if (at < 0) return { outcome: 'none' }
  const dictionary = /\/Length (\d{1,7})\n[\s\S]*?\nstream\n/.exec(latin(pdf.subarray(at, at + 2_000)))
  if (!dictionary) return { outcome: 'none' }
  const from = at + dictionary.index + dictionary[0].length
  const length = Math.min(Number(dictionary[1]), termsMax)
  return parsed(pdf.subarray(from, from + length))
}

function parsed(bytes: Buffer): Embedded {
  const input = jsonOf(bytes)
  if (input === undefined)
    return { outcome: 'broken', because: { zh: '嵌入的条款不是 JSON', en: 'the embedded terms are not JSON' } }
  const result = parseTerms(input)
  if (!result.ok) {
    const first = result.problems[0]
    return {
      outcome: 'broken',
      because: {
        zh: `嵌入的条款无效：${first?.at ?? ''} ${first?.zh ?? ''}`,
        en: `the embedded terms are not valid: ${first?.at ?? ''} ${first?.en ?? ''}`,
      },
    }
  }
  if (termsBytes(result.terms).equals(bytes)) return { outcome: 'terms', terms: result.terms }
  return {
    outcome: 'broken',
    because: { zh: '嵌入的条款不是规范写法', en: 'the embedded terms are not in canonical form' },
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined // not UTF-8 or not JSON: both are said by the caller
  }
}

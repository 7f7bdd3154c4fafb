import { readCard } from './card.ts'

const least = 13
const most = 19

/**
 * Whether a text that people write holds a card number: 13 to 19 digits that a known scheme issues (first digits and length) and whose
 * check digit is right, in one piece or with a space, dot or dash between groups, in half or full width. Longer runs of digits are
 * numbers of something else (an order, a wallet's transaction), and so is a run inside a long hexadecimal word (a digest).
 */
export function holdsCardNumber(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
  const words = plain.replace(/[0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, isDigest)
  return (words.match(/\d+([ .\-–—_/·]{1,3}\d+)*/g) ?? []).some((run) => holdsCard(run.match(/\d+/g) ?? []))
}

// A word of digits only is no digest: it may be an order number, and it is judged like every other.
const isDigest = (word: string): string => (/[a-f]/i.test(word) ? ' x ' : word)

// Groups of digits may stand beside others that do not belong to the number (a day, an amount), so each start and end is tried.
function holdsCard(groups: readonly string[]): boolean {
  for (let start = 0; start < groups.length; start++) {
    let digits = ''
    for (let end = start; end < groups.length && digits.length < most; end++) {
      digits += groups[end]
      if (digits.length >= least && digits.length <= most && isIssued(digits)) return true
    }
  }
  return false
}

function isIssued(digits: string): boolean {
  const read = readCard(digits)
  return read.ok && read.scheme !== 'unknown'
}

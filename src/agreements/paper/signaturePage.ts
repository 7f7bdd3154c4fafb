import type { Digest } from '../../base/digest.ts'
import type { Terms } from '../terms.ts'
import type { SigningParty } from './increment.ts'
import { signingParties } from './increment.ts'
import { linesOf } from './lines.ts'
import { partyNames } from './problems.ts'
import type { Reference, Sheet } from './sheet.ts'
import { drawLine, drawText, ink, page, turn } from './sheet.ts'

const box = { width: 226, height: 74 } as const

/** The last page: who signs, with an empty signature field for each party. Answers the fields, to be listed in the form. */
export function drawSignaturePage(sheet: Sheet, terms: Terms, root: Digest): Reference[] {
  turn(sheet)
  const middle = page.width / 2
  drawText(sheet, '签署页', middle, page.top + 6, { weight: 'bold', size: 15, align: 'centre' })
  drawText(sheet, 'Signature page', middle, page.top + 28, {
    weight: 'regular',
    size: 10,
    colour: ink.quiet,
    align: 'centre',
  })
  sheet.y = page.top + 62
  statement(sheet, '双方确认：本文件所印文字与嵌入的条款同源，并以下列条款摘要为准签署。', 9.5)
  statement(
    sheet,
    'The parties confirm that the printed words and the embedded terms of this file have one source, and sign the digest of the terms below.',
    8.5,
  )
  sheet.doc.rect(page.left, sheet.y + 4, page.right - page.left, 30).fill(ink.tint)
  drawText(sheet, '条款摘要  Digest of the terms', page.left + 10, sheet.y + 12, {
    weight: 'bold',
    size: 8,
    colour: ink.accent,
  })
  drawText(sheet, root, page.right - 10, sheet.y + 12.5, {
    weight: 'regular',
    size: 7.5,
    colour: ink.value,
    align: 'right',
  })
  const top = sheet.y + 62
  return signingParties.map((party, at) =>
    partyColumn(sheet, terms, party, at === 0 ? page.left : page.right - box.width, top),
  )
}

function statement(sheet: Sheet, text: string, size: number): void {
  const style = { weight: 'regular', size } as const
  for (const line of linesOf([{ text }], page.right - page.left, style)) {
    drawLine(sheet, line, page.left, sheet.y, style)
    sheet.y += size * 1.6
  }
  sheet.y += 4
}

function partyColumn(sheet: Sheet, terms: Terms, party: SigningParty, x: number, top: number): Reference {
  const detail = terms.clauses.parties[party]
  const { signatory } = detail
  const english = party === 'institution' ? 'Institution' : 'Wallet'
  let y = top
  const put = (text: string, weight: 'regular' | 'bold', size: number, colour: string): void => {
    for (const line of linesOf([{ text }], box.width, { weight, size })) {
      drawLine(sheet, line, x, y, { weight, size }, colour)
      y += size * 1.55
    }
  }
  put(`${partyNames[party].zh}  ${english}`, 'bold', 9, ink.accent)
  put(detail.name.zh, 'bold', 11, ink.text)
  put(detail.name.en, 'regular', 8.5, ink.quiet)
  y = top + 92
  put(`签署人 Signatory  ${signatory.name}`, 'regular', 9, ink.text)
  put(`${signatory.title.zh}  ${signatory.title.en}`, 'regular', 8.5, ink.quiet)
  y = top + 142
  put('电子签名 Electronic signature', 'regular', 8, ink.quiet)
  return field(sheet, party, x, top + 158)
}

// The field is made empty and with its real place, so that a signature later touches only the field itself.
function field(sheet: Sheet, party: SigningParty, x: number, top: number): Reference {
  const { doc } = sheet
  doc.rect(x, top, box.width, box.height).lineWidth(0.6).dash(2, { space: 2 }).strokeColor(ink.rule).stroke().undash()
  const bottom = Math.round(page.height - top - box.height)
  const left = Math.round(x)
  const reference = doc.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: new String(party),
    Rect: [left, bottom, left + box.width, bottom + box.height],
    F: 132, // printed, locked
    P: doc.page.dictionary,
  })
  const annotations = (doc.page as unknown as { annotations: Reference[] }).annotations
  annotations.push(reference)
  return reference
}

import type { Digest } from '../../base/digest.ts'
import { termsRoot } from '../digest.ts'
import type { Terms } from '../terms.ts'
import { attachmentName, termsBytes } from './attachment.ts'
import type { Line } from './lines.ts'
import { linesOf } from './lines.ts'
import type { ClauseBlocks } from './prose.ts'
import { blocksOf } from './prose.ts'
import type { Reference, Sheet } from './sheet.ts'
import { drawLine, drawText, finished, ink, makeRoom, newSheet, page, rule, turn } from './sheet.ts'
import { drawSignaturePage } from './signaturePage.ts'
import type { Bilingual } from './speech.ts'
import { drawTable } from './table.ts'
import { refuseMissingGlyphs } from './typeface.ts'

/** This program with its typefaces: the terms name it, so that a contract is always rendered again by what rendered it first. */
export const rendererName = 'paper/1'

/**
 * The contract as a PDF with Chinese and English side by side, the terms embedded, and an empty signature field for each party.
 * The same terms give the same bytes, whatever the day and the machine. Throws the fault `agreements.missing_glyph` before anything
 * is drawn when a character cannot be printed.
 */
export async function renderContract(terms: Terms): Promise<Buffer> {
  const clauses = blocksOf(terms)
  refuseUnprintable(clauses)
  const root = termsRoot(terms)
  const { institution, wallet } = terms.clauses.parties
  const sheet = newSheet({
    title: `钱包合作协议 Wallet Cooperation Agreement ${terms.agreement}`,
    author: `${institution.name.zh}; ${wallet.name.zh}`,
    subject: root,
    bornAt: new Date(terms.clauses.term.effective),
    producer: rendererName,
  })
  const file = embed(sheet, termsBytes(terms))
  turn(sheet)
  drawTitle(sheet, terms)
  for (const clause of clauses) drawClause(sheet, clause)
  const fields = drawSignaturePage(sheet, terms, root)
  drawFurniture(sheet, terms, root)
  closeForm(sheet, fields)
  sheet.doc.addNamedEmbeddedFile(attachmentName, file)
  return finished(sheet)
}

function refuseUnprintable(clauses: readonly ClauseBlocks[]): void {
  for (const { clause, blocks } of clauses) {
    for (const block of blocks) {
      const cells = block.kind === 'sentence' ? [block.words] : block.rows.flat()
      for (const token of cells.flatMap((cell) => [...cell.zh, ...cell.en]))
        refuseMissingGlyphs(token.text, token.at ?? clause)
    }
  }
}

// pdfkit's types ask for content even where an object has none.
const none = Buffer.alloc(0)

// Written before everything else, so that the terms are the first object of the file and anyone finds them.
function embed(sheet: Sheet, bytes: Buffer): Reference {
  const content = sheet.doc.ref({ Type: 'EmbeddedFile', Subtype: 'application#2Fjson', Params: { Size: bytes.length } })
  content.end(bytes)
  const file = sheet.doc.ref({
    Type: 'Filespec',
    AFRelationship: 'Source',
    F: new String(attachmentName),
    UF: new String(attachmentName),
    EF: { F: content },
  })
  file.end(none)
  return file
}

function drawTitle(sheet: Sheet, terms: Terms): void {
  const middle = page.width / 2
  const { institution, wallet } = terms.clauses.parties
  drawText(sheet, '钱包合作协议', middle, sheet.y + 6, { weight: 'bold', size: 22, align: 'centre' })
  drawText(sheet, 'Wallet Cooperation Agreement', middle, sheet.y + 40, {
    weight: 'regular',
    size: 12,
    colour: ink.quiet,
    align: 'centre',
  })
  drawText(sheet, `${institution.name.zh}  ·  ${wallet.name.zh}`, middle, sheet.y + 66, {
    weight: 'regular',
    size: 10,
    align: 'centre',
  })
  drawText(sheet, `${institution.name.en}  ·  ${wallet.name.en}`, middle, sheet.y + 83, {
    weight: 'regular',
    size: 8.5,
    colour: ink.quiet,
    align: 'centre',
  }) // prettier: one record
  rule(sheet, sheet.y + 108, page.left, page.right, 1, ink.accent)
  sheet.y += 122
}

function drawClause(sheet: Sheet, clause: ClauseBlocks): void {
  if (clause.number > 0) drawHeading(sheet, clause)
  let paragraph = 0
  for (const block of clause.blocks) {
    if (block.kind === 'table') drawTable(sheet, block)
    else drawPair(sheet, pairOf(block.words, clause.number === 0 ? '' : `${clause.number}.${++paragraph}`))
  }
}

// A heading never stands alone at the foot of a page.
function drawHeading(sheet: Sheet, clause: ClauseBlocks): void {
  const [first] = clause.blocks
  makeRoom(sheet, 36 + (first?.kind === 'sentence' ? pairOf(first.words, 'any').height : 60))
  sheet.y += 8
  drawText(sheet, `${clause.number}.  ${clause.title.zh}`, page.left, sheet.y, {
    weight: 'bold',
    size: 11.5,
    colour: ink.accent,
  })
  drawText(sheet, `${clause.number}.  ${clause.title.en}`, columns.right, sheet.y + 1, {
    weight: 'bold',
    size: 10.5,
    colour: ink.accent,
  })
  sheet.doc.outline.addItem(`${clause.number}. ${clause.title.zh} ${clause.title.en}`)
  rule(sheet, sheet.y + 19)
  sheet.y += 25
}

const gutter = 22
const label = 24
const columns = {
  left: page.left,
  right: (page.left + page.right + gutter) / 2,
  width: (page.right - page.left - gutter) / 2,
}
const chinese = { weight: 'regular', size: 9.5 } as const
const english = { weight: 'regular', size: 8.5 } as const
const leading = 14.5

type Pair = { number: string; indent: number; zh: Line[]; en: Line[]; height: number }

function pairOf(words: Bilingual, number: string): Pair {
  const indent = number === '' ? 0 : label
  const inChinese = linesOf(words.zh, columns.width - indent, chinese)
  const inEnglish = linesOf(words.en, columns.width - indent, english)
  return {
    number,
    indent,
    zh: inChinese,
    en: inEnglish,
    height: Math.max(inChinese.length, inEnglish.length) * leading,
  }
}

function drawPair(sheet: Sheet, pair: Pair): void {
  makeRoom(sheet, Math.min(pair.height, page.bottom - page.top))
  drawNumber(sheet, pair.number)
  // A sentence longer than a page goes on over as many as it needs, both languages in step.
  for (let at = 0; at < Math.max(pair.zh.length, pair.en.length); at++) {
    if (sheet.y + leading > page.bottom) turn(sheet)
    const [line, lineInEnglish] = [pair.zh[at], pair.en[at]]
    if (line) drawLine(sheet, line, columns.left + pair.indent, sheet.y, chinese)
    if (lineInEnglish) drawLine(sheet, lineInEnglish, columns.right + pair.indent, sheet.y + 0.8, english)
    sheet.y += leading
  }
  sheet.y += 6
}

function drawNumber(sheet: Sheet, number: string): void {
  if (number === '') return
  drawText(sheet, number, columns.left, sheet.y + 0.8, { weight: 'regular', size: 8, colour: ink.quiet })
  drawText(sheet, number, columns.right, sheet.y + 0.4, { weight: 'regular', size: 7.5, colour: ink.quiet })
}

function drawFurniture(sheet: Sheet, terms: Terms, root: Digest): void {
  const { count } = sheet.doc.bufferedPageRange()
  for (let at = 0; at < count; at++) {
    sheet.doc.switchToPage(at)
    const quiet = { weight: 'regular', size: 7, colour: ink.quiet } as const
    drawText(sheet, `${terms.agreement}  ·  版本 version ${terms.version}`, page.left, 44, quiet)
    drawText(sheet, `条款摘要 digest ${root}`, page.right, 44, { ...quiet, size: 6, align: 'right' })
    rule(sheet, 60)
    rule(sheet, 792)
    drawText(sheet, '钱包合作协议  Wallet Cooperation Agreement', page.left, 799, quiet)
    drawText(sheet, `第 ${at + 1} 页，共 ${count} 页  Page ${at + 1} of ${count}`, page.right, 799, {
      ...quiet,
      align: 'right',
    })
  }
}

// pdfkit wants to manage forms of its own; ours has only two signature fields, so it is written by hand and pdfkit's turn is void.
function closeForm(sheet: Sheet, fields: readonly Reference[]): void {
  const inner = sheet.doc as unknown as { _root: { data: Record<string, unknown> }; endAcroForm: () => void }
  const form = sheet.doc.ref({ Fields: fields, SigFlags: 3 })
  inner._root.data.AcroForm = form
  inner.endAcroForm = () => undefined
  for (const field of fields) field.end(none)
  form.end(none)
}

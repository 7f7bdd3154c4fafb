import type { Line } from './lines.ts'
import { linesOf } from './lines.ts'
import type { Sheet } from './sheet.ts'
import { drawLine, ink, makeRoom, page, rule, turn } from './sheet.ts'
import type { Bilingual, Table, Token } from './speech.ts'

const size = { zh: 8, en: 7 } as const
const leading = { zh: 12, en: 10 } as const
const padding = 5

type Cell = { zh: Line[]; en: Line[]; height: number }

/** Draws a table over the whole width: in each cell the Chinese above, the English below it, once where both are the same. */
export function drawTable(sheet: Sheet, table: Table): void {
  const columns = widthsOf(table)
  const head = table.columns.map(({ title }): Bilingual => ({ zh: [{ text: title.zh }], en: [{ text: title.en }] }))
  const heading = cellsOf(head, columns, 'bold')
  const rows = table.rows.map((row) => cellsOf(row, columns, 'regular'))
  makeRoom(sheet, heightOf(heading) + heightOf(rows[0] ?? []) + 8)
  drawHeading(sheet, heading, columns)
  for (const row of rows) {
    if (sheet.y + heightOf(row) > page.bottom) {
      turn(sheet)
      drawHeading(sheet, heading, columns)
    }
    drawRow(sheet, row, columns, 'regular')
    rule(sheet, sheet.y)
  }
  sheet.y += 10
}

type Column = { x: number; width: number }

function widthsOf(table: Table): Column[] {
  const total = table.columns.reduce((sum, column) => sum + column.share, 0)
  let x: number = page.left
  return table.columns.map((column) => {
    const width = ((page.right - page.left) * column.share) / total
    x += width
    return { x: x - width, width }
  })
}

function cellsOf(row: readonly Bilingual[], columns: readonly Column[], weight: 'regular' | 'bold'): Cell[] {
  return row.map((words, at) => {
    const room = (columns[at]?.width ?? 0) - padding * 2
    const isOne = textOf(words.zh) === textOf(words.en)
    const inChinese = linesOf(words.zh, room, { weight, size: size.zh })
    const inEnglish = isOne ? [] : linesOf(words.en, room, { weight: 'regular', size: size.en })
    const height = inChinese.length * leading.zh + inEnglish.length * leading.en + padding * 2
    return { zh: inChinese, en: inEnglish, height }
  })
}

const textOf = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('')
const heightOf = (row: readonly Cell[]): number => Math.max(0, ...row.map((cell) => cell.height))

function drawHeading(sheet: Sheet, heading: readonly Cell[], columns: readonly Column[]): void {
  const height = heightOf(heading)
  sheet.doc.rect(page.left, sheet.y, page.right - page.left, height).fill(ink.tint)
  rule(sheet, sheet.y, page.left, page.right, 1, ink.accent)
  drawRow(sheet, heading, columns, 'bold')
  rule(sheet, sheet.y, page.left, page.right, 0.5, ink.accent)
}

function drawRow(sheet: Sheet, row: readonly Cell[], columns: readonly Column[], weight: 'regular' | 'bold'): void {
  row.forEach((cell, at) => {
    const x = (columns[at]?.x ?? 0) + padding
    let y = sheet.y + padding
    for (const line of cell.zh) {
      drawLine(sheet, line, x, y, { weight, size: size.zh }, weight === 'bold' ? ink.accent : ink.text)
      y += leading.zh
    }
    for (const line of cell.en) {
      drawLine(sheet, line, x, y, { weight: 'regular', size: size.en }, ink.quiet)
      y += leading.en
    }
  })
  sheet.y += heightOf(row)
}

import type { Token } from './speech.ts'
import type { Weight } from './typeface.ts'
import { widthOf } from './typeface.ts'

/** A stretch of one line in one style. A value of the terms is set apart from the words around it. */
type Run = { text: string; isValue: boolean; width: number }
export type Line = Run[]
export type Style = { weight: Weight; size: number }

/**
 * Breaks tokens into lines no wider than `width` points: between Chinese characters and at spaces, never before closing or after
 * opening punctuation, inside a long word only when it fills a whole line by itself. Amounts are not broken.
 */
export function linesOf(tokens: readonly Token[], width: number, style: Style): Line[] {
  const pieces = tokens.flatMap((token) => piecesOf(token).map((text) => ({ text, isValue: token.at !== undefined })))
  const measured = glued(pieces).flatMap((group) => fitting(group, width, style))
  const lines: Line[] = []
  let line: Line = []
  let used = 0
  for (const group of measured) {
    const size = group.reduce((sum, run) => sum + run.width, 0)
    if (line.length > 0 && used + size > width && !isBlank(group)) {
      lines.push(trimmed(line))
      line = []
      used = 0
    }
    if (line.length === 0 && isBlank(group)) continue
    line.push(...group)
    used += size
  }
  if (line.length > 0) lines.push(trimmed(line))
  return lines.map((one) => merged(one, style))
}

type Piece = { text: string; isValue: boolean }

const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u{20000}-\u{3ffff}]/u
const closing = /^[，。；：、）”》〕】！？,.;:)%"'\]]/u
const opening = /[（“《〔【([]$/u

function piecesOf(token: Token): string[] {
  if (token.as?.startsWith('money/')) return [token.text]
  return (
    token.text.match(
      / +|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u{20000}-\u{3ffff}“”]|[^ \u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u{20000}-\u{3ffff}“”]+/gu,
    ) ?? []
  )
}

// Pieces that may not be parted: a word and the comma after it, a bracket and what it opens, words that touch across tokens.
function glued(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)
    const before = last?.at(-1)?.text ?? ''
    const touches = before !== '' && !before.endsWith(' ') && !piece.text.startsWith(' ')
    const isBound =
      touches && (closing.test(piece.text) || opening.test(before) || !(isWide(before.slice(-1)) || isWide(piece.text)))
    if (last && isBound) last.push(piece)
    else groups.push([piece])
  }
  return groups
}

const isWide = (text: string): boolean => wide.test(text[0] ?? '') || /^[“”]/.test(text)
const isBlank = (group: readonly Run[]): boolean => group.every((run) => run.text.trim() === '')

function fitting(group: Piece[], width: number, style: Style): Line[] {
  const runs = group.map((piece) => ({ ...piece, width: widthOf(piece.text, style.weight, style.size) }))
  if (runs.reduce((sum, run) => sum + run.width, 0) <= width) return [runs]
  const parts = group.flatMap((piece) => (piece.text.match(/ +|[^ ]+/g) ?? []).map((text) => ({ ...piece, text })))
  return parts.length > group.length
    ? glued(parts).flatMap((part) => fitting(part, width, style))
    : characters(group, style)
}

const characters = (group: Piece[], style: Style): Line[] =>
  group.flatMap((piece) =>
    [...piece.text].map((text) => [{ text, isValue: piece.isValue, width: widthOf(text, style.weight, style.size) }]),
  )

function trimmed(line: Line): Line {
  const last = line.at(-1)
  if (!last) return line
  const text = last.text.trimEnd()
  return text === last.text
    ? line
    : text === ''
      ? trimmed(line.slice(0, -1))
      : [...line.slice(0, -1), { ...last, text }]
}

// One drawing operation for each style, so that text can be selected and searched.
function merged(line: Line, style: Style): Line {
  const runs: Line = []
  for (const run of line) {
    const last = runs.at(-1)
    if (last && last.isValue === run.isValue) last.text += run.text
    else runs.push({ ...run })
  }
  return runs.map((run) => ({ ...run, width: widthOf(run.text, style.weight, style.size) }))
}

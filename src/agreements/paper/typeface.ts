import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { assert } from '../../base/assert.ts'
import { paperFaults } from './errors.ts'

/** A parsed typeface, as pdfkit accepts it in place of a file. */
export type Face = {
  unitsPerEm: number
  hasGlyphForCodePoint(point: number): boolean
  layout(text: string, features: Shaping): { glyphs: FaceGlyph[]; advanceWidth: number }
}
type FaceGlyph = { advanceWidth: number; path: { commands: { command: string; args: number[] }[] } }

// No ligatures: an ff of a digest must be seen as the characters it is.
export type Shaping = { readonly [feature: string]: boolean }
export const shaping: Shaping = { liga: false, clig: false }

export type Weight = 'regular' | 'bold'

// Noto Sans SC, SIL Open Font License 1.1: every GB2312 and GBK Hanzi, which the smaller packagings of it lack.
const files: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
}
const parsed = new Map<Weight, Face>()
const widths = new Map<string, number>()

/** The face of a weight; parsed once in the life of the process (10 MB each). */
export function faceOf(weight: Weight): Face {
  const known = parsed.get(weight)
  if (known) return known
  const bytes = readFileSync(createRequire(import.meta.url).resolve(files[weight]))
  const face = parse(bytes)
  parsed.set(weight, face)
  return face
}

/** Width of a run of text in points at a size, with the face's own kerning. */
export function widthOf(text: string, weight: Weight, size: number): number {
  const key = weight + text
  const known = widths.get(key)
  if (known !== undefined) return known * size
  const face = faceOf(weight)
  const width = face.layout(text, shaping).advanceWidth / face.unitsPerEm
  if (widths.size < 60_000) widths.set(key, width)
  return width * size
}

/** Refuses text the face cannot print: a PDF would show a silent blank. `where` is said in the fault. */
export function refuseMissingGlyphs(text: string, where: string): void {
  const [regular, bold] = [faceOf('regular'), faceOf('bold')]
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    if (regular.hasGlyphForCodePoint(point) && bold.hasGlyphForCodePoint(point)) continue
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
    throw paperFaults.missingGlyph({ character, code, where }, where.startsWith('/') ? where : undefined)
  }
}

// pdfkit parses the file with its own fontkit; taking the face from it spares a second dependency and a second parse.
function parse(bytes: Buffer): Face {
  const holder = new PDFDocument({ autoFirstPage: false, font: bytes as unknown as string }) as unknown as {
    _font: { font: Face }
  }
  const face = holder._font.font
  assert(typeof face.layout === 'function' && face.unitsPerEm > 0, 'pdfkit parses the typeface')
  return face
}

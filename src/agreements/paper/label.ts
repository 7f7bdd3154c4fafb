import type { Instant } from '../../base/time.ts'
import { toRfc3339 } from '../../base/time.ts'
import type { Weight } from './typeface.ts'
import { faceOf, shaping } from './typeface.ts'

export type LabelFacts = { organisation: string; person: string; at: Instant; digest: string }

/**
 * What a signature shows in its box, as PDF drawing operators. Glyphs are drawn as outlines: an increment then needs no font of its
 * own, any name can be shown, and the same facts always draw the same bytes.
 */
export function labelOperators(facts: LabelFacts, width: number, height: number): string {
  const at = toRfc3339(facts.at)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
  const lines: { text: string; weight: Weight; size: number; grey: string }[] = [
    { text: `${facts.person}  ·  已签署 Signed`, weight: 'bold', size: 11, grey: '0.08 0.24 0.45' },
    { text: facts.organisation, weight: 'regular', size: 8.5, grey: '0.15 0.15 0.15' },
    { text: at, weight: 'regular', size: 8.5, grey: '0.15 0.15 0.15' },
    { text: facts.digest.slice(0, 32), weight: 'regular', size: 6.5, grey: '0.4 0.4 0.4' },
    { text: facts.digest.slice(32), weight: 'regular', size: 6.5, grey: '0.4 0.4 0.4' },
  ]
  const frame = `q 0.93 0.96 0.99 rg 0.08 0.24 0.45 RG 0.8 w 0.4 0.4 ${number(width - 0.8)} ${number(height - 0.8)} re B Q\n`
  let y = height
  let drawn = frame
  for (const line of lines) {
    y -= line.size * 1.55
    drawn += outlines(line.text, line.weight, Math.min(line.size, sizeFor(line, width - 16)), 8, y, line.grey)
  }
  return drawn
}

function sizeFor(line: { text: string; weight: Weight }, room: number): number {
  const face = faceOf(line.weight)
  const units = face.layout(line.text, shaping).glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0)
  return units === 0 ? room : (room * face.unitsPerEm) / units
}

function outlines(text: string, weight: Weight, size: number, x: number, y: number, colour: string): string {
  const face = faceOf(weight)
  const scale = (size / face.unitsPerEm).toFixed(6)
  let pen = 0
  let drawn = `q ${colour} rg ${scale} 0 0 ${scale} ${number(x)} ${number(y)} cm\n`
  for (const glyph of face.layout(text, shaping).glyphs) {
    drawn += glyphPath(glyph.path.commands, pen)
    pen += glyph.advanceWidth
  }
  return `${drawn}Q\n`
}

// TrueType curves are quadratic, PDF curves cubic: the two control points lie two thirds of the way to the one.
function glyphPath(commands: { command: string; args: number[] }[], pen: number): string {
  let drawn = ''
  let [fromX, fromY] = [0, 0]
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args
    if (command === 'moveTo' || command === 'lineTo') {
      drawn += `${number(pen + a)} ${number(b)} ${command === 'moveTo' ? 'm' : 'l'}\n`
      ;[fromX, fromY] = [a, b]
    } else if (command === 'quadraticCurveTo') {
      const first = `${number(pen + (fromX + 2 * a) / 3)} ${number((fromY + 2 * b) / 3)}`
      drawn += `${first} ${number(pen + (c + 2 * a) / 3)} ${number((d + 2 * b) / 3)} ${number(pen + c)} ${number(d)} c\n`
      ;[fromX, fromY] = [c, d]
    } else if (command === 'bezierCurveTo') {
      drawn += `${number(pen + a)} ${number(b)} ${number(pen + c)} ${number(d)} ${number(pen + e)} ${number(f)} c\n`
      ;[fromX, fromY] = [e, f]
    } else {
      drawn += 'h\n'
    }
  }
  return drawn === '' ? '' : `${drawn}f\n`
}

const number = (value: number): string => String(Math.round(value * 10) / 10)

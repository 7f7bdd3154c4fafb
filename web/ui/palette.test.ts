import { expect, test } from 'vitest'
import { palettes, type Shade } from './palette.ts'

const pairs: [text: Shade, grounds: Shade[]][] = [
  ['ink', ['paper', 'surface', 'raised', 'sunken']],
  ['inkSoft', ['paper', 'surface', 'raised', 'sunken']],
  ['inkFaint', ['paper', 'surface', 'raised', 'sunken']],
  ['jade', ['paper', 'surface', 'raised', 'sunken', 'jadeSoft']],
  ['cinnabar', ['paper', 'surface', 'raised', 'sunken', 'cinnabarSoft']],
  ['ochre', ['paper', 'surface', 'raised', 'sunken', 'ochreSoft']],
  ['indigo', ['paper', 'surface', 'raised', 'sunken', 'indigoSoft']],
  ['plum', ['paper', 'surface', 'raised', 'sunken', 'plumSoft']],
  ['slate', ['paper', 'surface', 'raised', 'sunken', 'slateSoft']],
  ['onJade', ['jade']],
  ['sideInk', ['side', 'sideActive']],
]

test('every text colour reaches 4.5:1 on every ground it is used on, in light and dark', () => {
  for (const [mode, palette] of Object.entries(palettes)) {
    for (const [text, grounds] of pairs) {
      for (const ground of grounds) {
        const ratio = contrast(palette[text], palette[ground])
        expect(ratio, `${mode}: ${text} on ${ground} is ${ratio.toFixed(2)}:1`).toBeGreaterThanOrEqual(4.5)
      }
    }
  }
})

// WCAG 2.2, relative luminance and contrast ratio.
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

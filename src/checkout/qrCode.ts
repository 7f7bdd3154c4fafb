import { encode } from 'uqr'

/** A QR code as one SVG path over a square of `size` modules, quiet zone included (ISO/IEC 18004 asks for 4). */
export type QrCode = { size: number; path: string }

const quietModules = 4

/** Draws a text. Error correction M: a screen does not get dirty, and fewer modules are larger ones. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: quietModules })
  return { size, path: data.map(rowPath).join('') }
}

/** The code as a picture of its own, always dark on white: many readers do not read inverted codes. */
export function qrSvg(text: string): string {
  const { size, path } = qrCode(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
}

// Neighbouring dark modules of a row become one bar.
function rowPath(row: readonly boolean[], y: number): string {
  const bars: string[] = []
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    let length = 1
    while (row[x + length]) length++
    bars.push(`M${x} ${y}h${length}v1h-${length}z`)
    x += length
  }
  return bars.join('')
}

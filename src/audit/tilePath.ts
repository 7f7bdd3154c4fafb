import { type TilePlace, tileWidth } from '../base/merkleTiles.ts'

/** A tile as its address names it; `width` is null for a full one. */
export type NamedTile = TilePlace & { width: number | null }

/**
 * Reads the parts of an address after `tile/`: level, then the index in groups of three digits, all but the last with an `x`,
 * then `.p` and a width for a partial tile (C2SP tlog-tiles). Null when it is written in any other way.
 */
export function readTilePath(parts: readonly string[]): NamedTile | null {
  const found = /^(0|[1-7])\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(parts.join('/'))
  if (!found) return null
  const [, level = '', high = '', low = '', width] = found
  // One index has one address: no leading group of zeroes.
  if (high.startsWith('x000/')) return null
  const wide = width === undefined ? null : Number(width)
  if (wide !== null && wide >= tileWidth) return null
  return { level: Number(level), index: Number(high.replace(/[x/]/g, '') + low), width: wide }
}

/** The address of a tile, after `tile/`. */
export function tilePath({ level, index, width }: NamedTile): string {
  const groups = [String(index % 1_000).padStart(3, '0')]
  for (let left = Math.floor(index / 1_000); left > 0; left = Math.floor(left / 1_000))
    groups.unshift(`x${String(left % 1_000).padStart(3, '0')}`)
  return `${level}/${groups.join('/')}${width === null ? '' : `.p/${width}`}`
}

/** Objects of a PDF by number, as text with one character per byte. */
export type Objects = ReadonlyMap<number, string>

/**
 * What a page of a file of ours says, one string for each stretch of text in the order it is drawn. Reads the character map of each
 * typeface as the file itself gives it. For explaining a refusal only: nothing is concluded from it.
 */
export function textOfPage(objects: Objects, pageId: number): string[] {
  const page = objects.get(pageId) ?? ''
  const content = objects.get(referenceOf(page, 'Contents')) ?? ''
  const resources = objects.get(referenceOf(page, 'Resources')) ?? ''
  const maps = new Map<string, Map<number, string>>()
  for (const [, name = '', id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) maps.set(name, mapOf(objects, Number(id)))
  const runs: string[] = []
  let map: Map<number, string> | undefined
  for (const [, font, shown = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) map = maps.get(font)
    else runs.push(decoded(shown, map))
  }
  return runs
}

const referenceOf = (text: string, key: string): number =>
  Number(new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1] ?? -1)

function mapOf(objects: Objects, fontId: number): Map<number, string> {
  const map = new Map<number, string>()
  const table = objects.get(referenceOf(objects.get(fontId) ?? '', 'ToUnicode')) ?? ''
  for (const [, from = '0', , list = ''] of table.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g)) {
    let glyph = Number.parseInt(from, 16)
    for (const [, units = ''] of list.matchAll(/<([0-9a-f ]*)>/g))
      map.set(glyph++, fromUnits(units.replaceAll(' ', '')))
  }
  return map
}

const fromUnits = (hex: string): string =>
  hex.length % 4 === 0 ? Buffer.from(hex, 'hex').swap16().toString('utf16le') : '?'

function decoded(shown: string, map: Map<number, string> | undefined): string {
  let text = ''
  for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]*)>/g)) {
    for (let at = 0; at + 4 <= hex.length; at += 4) text += map?.get(Number.parseInt(hex.slice(at, at + 4), 16)) ?? '?'
  }
  return text
}

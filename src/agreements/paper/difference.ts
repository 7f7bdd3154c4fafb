import { latin } from './structure.ts'

/**
 * Says in words where a contract's pages differ from what its terms render to: which pages, or which other part of the file.
 * `actual` is the file up to the first signature.
 */
export function differenceOf(expected: Buffer, actual: Buffer): { zh: string; en: string } {
  const [wanted, found] = [objectsOf(expected), objectsOf(actual)]
  const pages = pagesOf(wanted)
  const changed = [...new Set([...wanted.keys(), ...found.keys()])].filter((id) => wanted.get(id) !== found.get(id))
  const pageNumbers = [...new Set(changed.flatMap((id) => pages.get(id) ?? []))].sort((a, b) => a - b)
  if (pageNumbers.length > 0) {
    const list = pageNumbers.slice(0, 12).join(', ')
    return { zh: `第 ${list} 页的内容不同`, en: `the content of page ${list} differs` }
  }
  const [first] = changed
  if (first === undefined) return { zh: '文件结构（交叉引用表）不同', en: 'the structure of the file (cross-reference table) differs' }
  const part = partOf(wanted.get(first) ?? found.get(first) ?? '')
  return { zh: `${part.zh}不同（对象 ${first}）`, en: `${part.en} differs (object ${first})` }
}

function objectsOf(pdf: Buffer): Map<number, string> {
  const objects = new Map<number, string>()
  const text = latin(pdf)
  const head = /(?:^|\n)(\d{1,7}) 0 obj\n/g
  let from = -1
  let id = 0
  for (let found = head.exec(text); found; found = head.exec(text)) {
    if (from >= 0) objects.set(id, text.slice(from, found.index))
    id = Number(found[1])
    from = head.lastIndex
  }
  if (from >= 0) objects.set(id, text.slice(from, text.indexOf('\nendobj\n', from) + 1))
  return objects
}

// From content stream to page number, in the order of the page tree.
function pagesOf(objects: Map<number, string>): Map<number, number> {
  const tree = [...objects.values()].find((text) => text.startsWith('<<\n/Type /Pages\n')) ?? ''
  const kids = [...(/\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map((found) => Number(found[1]))
  return new Map(
    kids.flatMap((kid, at): [number, number][] => {
      const content = /\/Contents (\d+) 0 R/.exec(objects.get(kid) ?? '')?.[1]
      return [[kid, at + 1], ...(content === undefined ? [] : [[Number(content), at + 1] satisfies [number, number]])]
    }),
  )
}

function partOf(text: string): { zh: string; en: string } {
  if (text.includes('/Type /EmbeddedFile')) return { zh: '嵌入的条款', en: 'the embedded terms file' }
  if (text.includes('/FT /Sig')) return { zh: '签名框', en: 'a signature box' }
  if (/\/Type \/Font|\/FontFile|\/CIDInit/.test(text)) return { zh: '字体', en: 'a typeface' }
  if (text.includes('/Type /Catalog')) return { zh: '文件目录', en: 'the catalog' }
  return { zh: '文件内部数据', en: 'internal data' }
}

import type { Objects } from './pageText.ts'
import { textOfPage } from './pageText.ts'
import { latin } from './structure.ts'

/**
 * Says in words where a contract's pages differ from what its terms render to: which pages and the first words that differ on them,
 * or which other part of the file. `actual` is the file up to the first signature.
 */
export function differenceOf(expected: Buffer, actual: Buffer): { zh: string; en: string } {
  const [wanted, found] = [objectsOf(expected), objectsOf(actual)]
  const [wantedPages, foundPages] = [pagesOf(wanted), pagesOf(found)]
  if (wantedPages.length !== foundPages.length) {
    const [should, is] = [wantedPages.length, foundPages.length]
    return { zh: `文件有 ${is} 页，条款应印成 ${should} 页`, en: `the file has ${is} pages, the terms make ${should}` }
  }
  const all = wantedPages.flatMap(({ pageId }, at) => {
    const [should, is] = [textOfPage(wanted, pageId), textOfPage(found, foundPages[at]?.pageId ?? -1)]
    return should.flatMap((text, place) =>
      text === is[place] ? [] : [{ page: at + 1, should: text, is: is[place] ?? '' }],
    )
  })
  // The digest stands on every page; it is worth a word only when nothing else is another.
  const telling = all.filter(({ should }) => !/[0-9a-f]{64}/.test(should))
  const told = telling.length > 0 ? telling : all
  const changed = told.filter(({ page }, at) => told[at - 1]?.page !== page)
  return changed.length > 0 ? saidOf(changed) : partChanged(wanted, found, wantedPages)
}

const pagesSaid = 3

function saidOf(changed: { page: number; should: string; is: string }[]): { zh: string; en: string } {
  const few = changed.slice(0, pagesSaid)
  const more = changed.length > pagesSaid
  const zh = few.map(({ page, should, is }) => `第 ${page} 页印“${is}”，条款为“${should}”`).join('；')
  const en = few.map(({ page, should, is }) => `page ${page} says "${is}" where the terms say "${should}"`).join('; ')
  return more ? { zh: `${zh}；等共 ${changed.length} 页`, en: `${en}; ${changed.length} pages in all` } : { zh, en }
}

function partChanged(wanted: Objects, found: Objects, pages: Page[]): { zh: string; en: string } {
  const ids = [...new Set([...wanted.keys(), ...found.keys()])]
  const first = ids.find((id) => wanted.get(id) !== found.get(id))
  if (first === undefined) {
    return { zh: '文件结构（交叉引用表）不同', en: 'the structure of the file (cross-reference table) differs' }
  }
  const page = pages.findIndex(({ pageId, contentId }) => pageId === first || contentId === first) + 1
  if (page > 0) return { zh: `第 ${page} 页的排印不同`, en: `the drawing of page ${page} differs` }
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

type Page = { pageId: number; contentId: number }

const pagesMax = 2_000

// In the order of the page tree.
function pagesOf(objects: Objects): Page[] {
  const tree = [...objects.values()].find((text) => text.startsWith('<<\n/Type /Pages\n')) ?? ''
  const kids = [...(/\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].slice(0, pagesMax)
  return kids.map(([, kid]) => {
    const pageId = Number(kid)
    return { pageId, contentId: Number(/\/Contents (\d+) 0 R/.exec(objects.get(pageId) ?? '')?.[1] ?? -1) }
  })
}

function partOf(text: string): { zh: string; en: string } {
  if (text.includes('/Type /EmbeddedFile')) return { zh: '嵌入的条款', en: 'the embedded terms file' }
  if (text.includes('/FT /Sig')) return { zh: '签名框', en: 'a signature box' }
  if (/\/Type \/Font|\/FontFile|\/CIDInit/.test(text)) return { zh: '字体', en: 'a typeface' }
  if (text.includes('/Type /Catalog')) return { zh: '文件目录', en: 'the catalog' }
  return { zh: '文件内部数据', en: 'internal data' }
}

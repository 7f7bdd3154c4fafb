import { arrowsOf } from './imports.ts'
import type { Source } from './source.ts'

/** Circles between files, one sentence a circle. Type imports count: they are how circles begin. */
export function circleProblems(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(({ path }) => path))
  const next = new Map<string, string[]>()
  for (const source of sources) {
    const targets = arrowsOf(source).flatMap(({ ours, to }) =>
      ours ? candidates(to).filter((path) => known.has(path)) : [],
    )
    next.set(source.path, [...new Set(targets)])
  }
  return circles(next).map(
    (circle) =>
      `${circle.join(' → ')}: these files import each other; move what they share to a file of its own below them`,
  )
}

// web/ may leave the ending to vite.
const candidates = (to: string): string[] => [to, `${to}.ts`, `${to}.tsx`]

// Depth first; an arrow to a file that is still open closes a circle. Each circle is told once.
function circles(next: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path])
      return
    }
    state.set(path, 'open')
    for (const target of next.get(path) ?? []) visit(target, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

const from = '<!-- drawn from src/floors.ts by `npm run draw` -->'
const until = '<!-- end of the drawing -->'

/** The floors as a mermaid flowchart, the highest on top; every arrow runs down to the next floor. */
export function mermaidOf(floors: readonly (readonly string[])[]): string {
  const rows = [...floors.entries()].reverse()
  const boxes = rows.flatMap(([at, modules]) => [
    `  subgraph floor${at + 1}["floor ${at + 1}"]`,
    '    direction LR',
    ...modules.map((module) => `    ${module}`),
    '  end',
  ])
  const arrows = rows.slice(0, -1).map(([at]) => `  floor${at + 1} --> floor${at}`)
  return [
    '```mermaid',
    'flowchart TB',
    '  top["main.ts · app.ts"]',
    ...boxes,
    `  top --> floor${floors.length}`,
    ...arrows,
    '```',
  ].join('\n')
}

/** The paper with its drawing replaced by today's; null when it has no place for one. */
export function redrawn(paper: string, floors: readonly (readonly string[])[]): string | null {
  const [start, end] = [paper.indexOf(from), paper.indexOf(until)]
  if (start < 0 || end < start) return null
  return `${paper.slice(0, start + from.length)}\n${mermaidOf(floors)}\n${paper.slice(end)}`
}

import { isNode, isTest, lineOf, type Node, type Source, walk } from './source.ts'

export const linesMax = 400
export const functionLinesMax = 70

/** Files and functions that are longer today, each with its length: these numbers may fall and never rise. */
export type Ratchet = Readonly<Record<string, number>>

/** Files of more than 400 lines. */
export function fileSizeProblems(sources: readonly Source[], ratchet: Ratchet): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    const most = ratchet[path] ?? linesMax
    return lines > most
      ? [`${path}: ${lines} lines, at most ${most}; find the noun hiding in it and give it its own file`]
      : []
  })
}

/** Functions of more than 70 lines. Tables and the bodies of `test` and `describe` are bounded by their file. */
export function functionSizeProblems(sources: readonly Source[], ratchet: Ratchet): string[] {
  return sources.flatMap((source) =>
    functionsOf(source).flatMap(({ name, lines }) => {
      const most = ratchet[`${source.path} ${name}`] ?? functionLinesMax
      return lines > most
        ? [`${source.path}: ${name} has ${lines} lines, at most ${most}; move a straight part below it`]
        : []
    }),
  )
}

/** Entries of a ratchet that are no longer needed, or higher than today's length: lower them, so that nothing grows back. */
export function slackProblems(sources: readonly Source[], ratchet: Ratchet): string[] {
  const today = new Map<string, number>()
  for (const source of sources) {
    today.set(source.path, source.text.trimEnd().split('\n').length)
    for (const { name, lines } of functionsOf(source)) today.set(`${source.path} ${name}`, lines)
  }
  return Object.entries(ratchet).flatMap(([key, most]) => {
    const lines = today.get(key)
    if (lines === most) return []
    return [
      `${key}: the ratchet says ${most}, today it is ${lines ?? 'gone'}; write today's number, or take the line out when it is within bounds`,
    ]
  })
}

const functionKinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

function functionsOf(source: Source): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = []
  walk(source.program, (node, above) => {
    if (!functionKinds.includes(node.type) || !isNode(node['body'])) return
    if (isTest(source.path) && (above[0]?.type === 'CallExpression' || declaresTests(node))) return
    if (isTable(node['body'])) return
    found.push({ name: functionName(node, above), lines: lineOf(source, node.end) - lineOf(source, node.start) + 1 })
  })
  return found
}

function declaresTests(node: Node): boolean {
  let found = false
  walk(node, ({ type, callee }) => {
    if (type === 'CallExpression' && isNode(callee) && ['test', 'promise'].includes(String(callee['name'])))
      found = true
  })
  return found
}

// `() => ({ … })` is a table with a name, read line by line; the functions inside it are still counted.
function isTable(body: Node): boolean {
  const inner = body.type === 'ParenthesizedExpression' && isNode(body['expression']) ? body['expression'] : body
  return inner.type === 'ObjectExpression' || inner.type === 'ArrayExpression'
}

function functionName(node: Node, above: readonly Node[]): string {
  for (const near of [node, ...above]) {
    const label = near['id'] ?? near['key']
    if (isNode(label) && typeof label['name'] === 'string') return label['name']
  }
  return 'a function without a name'
}

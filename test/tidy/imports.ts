import { posix } from 'node:path'
import { isNode, type Node, type Source, walk } from './source.ts'

/** An arrow from one file to another, or to a package (`to` without a leading folder of ours). */
export type Arrow = { source: Source; node: Node; to: string; ours: boolean; typesOnly: boolean }

/**
 * Every import of a file: static, side effect, dynamic, `export … from`, `import('…')` inside a type, and workers started by
 * `new URL('./x.ts', import.meta.url)`. A type import is an arrow too.
 */
export function arrowsOf(source: Source): Arrow[] {
  const arrows: Arrow[] = []
  walk(source.program, (node) => {
    const target = targetOf(node)
    if (target === null) return
    const ours = target.startsWith('.')
    const to = ours ? posix.join(posix.dirname(source.path), target) : target
    arrows.push({ source, node, to, ours, typesOnly: isTypesOnly(node) })
  })
  return arrows
}

function targetOf(node: Node): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return textOf(node['source'])
    case 'NewExpression':
      return workerOf(node)
    default:
      return null
  }
}

function workerOf(node: Node): string | null {
  const callee = node['callee']
  if (!isNode(callee) || callee['name'] !== 'URL') return null
  const target = textOf((node['arguments'] as unknown[])[0])
  return target !== null && /^\.{1,2}\/.*\.tsx?$/.test(target) ? target : null
}

function textOf(node: unknown): string | null {
  if (!isNode(node)) return null
  return typeof node['value'] === 'string' ? node['value'] : null
}

function isTypesOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type') return true
  const names = (node['specifiers'] as Node[] | undefined) ?? []
  return names.length > 0 && names.every((name) => name['importKind'] === 'type' || name['exportKind'] === 'type')
}

import { arrowsOf } from './imports.ts'
import { isNode, type Node, placeOf, type Source, walk } from './source.ts'

/** What only the world may touch. */
type Impurity = 'clock' | 'chance' | 'network' | 'environment' | 'timers' | 'processes'

/** Places with a listed exemption, and why each has it. */
export const exemptions: readonly { path: RegExp; may: readonly Impurity[]; because: string }[] = [
  {
    path: /^src\/world\//,
    may: ['clock', 'chance', 'network', 'environment', 'timers', 'processes'],
    because: 'the world is where these live',
  },
  {
    path: /^src\/(main\.ts|commands\/)/,
    may: ['clock', 'chance', 'network', 'environment', 'timers', 'processes'],
    because: 'the command line makes the world',
  },
  {
    path: /^src\/wallets\/[^/]+\/(\w+-)?simulator/i,
    may: ['network', 'timers'],
    because: 'a simulator is a server outside our house; its clock and chance are still given to it',
  },
  {
    path: /\.test\.ts$|\/(test[A-Z]\w*|testing|conformance[\w-]*|[\w-]+-bench)\.ts$/,
    may: ['clock', 'chance', 'network', 'environment', 'timers', 'processes'],
    because: 'a test may look from outside',
  },
]

const says: Record<Impurity, string> = {
  clock: 'the clock; ask w.now()',
  chance: 'chance; ask w.random',
  network: 'the network; ask w.fetch',
  environment: 'the environment; take a setting as a parameter',
  timers: 'a timer; add a job with addJob, or let src/world wait',
  processes: 'another process; let src/world or src/main.ts start it',
}

/** Every touch of the clock, chance, network, environment or timers outside the world. */
export function impureProblems(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap((source) => {
      const allowed = exemptions.filter(({ path }) => path.test(source.path)).flatMap(({ may }) => may)
      return touchesOf(source)
        .filter(({ what }) => !allowed.includes(what))
        .map(({ node, what, name }) => `${placeOf(source, node)}: ${name} touches ${says[what]}`)
    })
}

type Touch = { node: Node; what: Impurity; name: string }

function touchesOf(source: Source): Touch[] {
  const found: Touch[] = arrowsOf(source).flatMap(({ node, to, typesOnly }) => {
    const what = packages[to.replace(/^node:/, '').replace(/\/.*$/, '')]
    return what && !typesOnly ? [{ node, what, name: to }] : []
  })
  walk(source.program, (node, above) => {
    const touch = touchOf(node, above)
    if (touch) found.push({ node, ...touch })
  })
  return found
}

const packages: Partial<Record<string, Impurity>> = {
  http: 'network',
  https: 'network',
  http2: 'network',
  net: 'network',
  tls: 'network',
  dgram: 'network',
  dns: 'network',
  undici: 'network',
  child_process: 'processes',
  cluster: 'processes',
  timers: 'timers',
}

const members: Partial<Record<string, Impurity>> = {
  'Date.now': 'clock',
  'performance.now': 'clock',
  'Temporal.Now': 'clock',
  'process.hrtime': 'clock',
  'Math.random': 'chance',
  'crypto.randomUUID': 'chance',
  'crypto.getRandomValues': 'chance',
  'crypto.randomBytes': 'chance',
  'process.env': 'environment',
  'globalThis.fetch': 'network',
}

const globals: Partial<Record<string, Impurity>> = {
  fetch: 'network',
  WebSocket: 'network',
  EventSource: 'network',
  setTimeout: 'timers',
  setInterval: 'timers',
  setImmediate: 'timers',
  randomUUID: 'chance',
  randomBytes: 'chance',
  randomInt: 'chance',
  randomFillSync: 'chance',
  randomFill: 'chance',
}

function touchOf(node: Node, above: readonly Node[]): { what: Impurity; name: string } | null {
  if (node.type === 'MemberExpression' && node['computed'] === false) {
    const name = `${nameOf(node['object'])}.${nameOf(node['property'])}`
    const what = members[name]
    return what ? { what, name } : null
  }
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const name = nameOf(node['callee'])
    const empty = (node['arguments'] as unknown[]).length === 0
    if (name === 'Date' && (empty || node.type === 'CallExpression')) return { what: 'clock', name: 'new Date()' }
  }
  const what = node.type === 'Identifier' ? globals[nameOf(node)] : undefined
  return what && isUse(node, above[0]) ? { what, name: nameOf(node) } : null
}

// A name counts where its value is used, not where a property, a parameter or a type is called so.
function isUse(node: Node, parent: Node | undefined): boolean {
  if (!parent) return false
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return true
  if (parent.type === 'MemberExpression') return parent['object'] === node
  if (parent.type === 'Property') return parent['value'] === node && parent['shorthand'] === false
  return parent.type === 'VariableDeclarator'
    ? parent['init'] === node
    : parent.type === 'ArrowFunctionExpression' && parent['body'] === node
}

const nameOf = (node: unknown): string => (isNode(node) && typeof node['name'] === 'string' ? node['name'] : '')

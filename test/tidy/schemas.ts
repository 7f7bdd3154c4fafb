import { arrowsOf } from './imports.ts'
import { isStore, isTest, moduleOf, type Node, placeOf, type Source, walk } from './source.ts'

/** SQL of a module that names another module's schema, in its code or in its migrations. */
export function schemaProblems(
  sources: readonly Source[],
  migrations: readonly { path: string; text: string }[],
  modules: readonly string[],
): string[] {
  const inCode = sources
    .filter(({ path }) => moduleOf(path) !== null && !isTest(path))
    .flatMap((source) =>
      templatesOf(source).flatMap(({ node, text }) =>
        looksLikeSql(text)
          ? strangers(text, moduleOf(source.path), modules).map((name) => tell(placeOf(source, node), name))
          : [],
      ),
    )
  const inMigrations = migrations.flatMap(({ path, text }) =>
    strangers(text, moduleOf(path), modules).map((name) => tell(path, name)),
  )
  return [...inCode, ...inMigrations]
}

/** SQL outside a module's store: only `store….ts` may call `query`. world is the one who makes it. */
export function sqlRoomProblems(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('src/') && moduleOf(path) !== 'world' && !isTest(path))
    .filter(({ path }) => !isStore(path))
    .flatMap((source) => arrowsOf(source).filter(({ to, node }) => to === 'src/world/sql.ts' && namesQuery(node)))
    .map(
      ({ source, node }) =>
        `${placeOf(source, node)}: SQL belongs in the module's store.ts; export a function from there and call it`,
    )
}

const namesQuery = (node: Node): boolean =>
  ((node['specifiers'] as Node[] | undefined) ?? []).some(
    (name) => (name['imported'] as Node | undefined)?.['name'] === 'query',
  )

const tell = (place: string, name: string): string =>
  `${place}: this SQL names ${name}, another module's schema; call a verb of that module instead`

const looksLikeSql = (text: string): boolean =>
  /^\s*(select|insert\s+into|update|delete\s+from|with|merge\s+into|truncate|lock\s+table|create|alter|copy)\b/i.test(
    text,
  )

// A name before a dot is a schema when it is one of our modules; aliases are never called after a module.
function strangers(text: string, own: string | null, modules: readonly string[]): string[] {
  const bare = text
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'(?:[^']|'')*'/g, "''")
  const names = [...bare.matchAll(/(?<![\w.$"])"?([a-z_]+)"?\s*\.\s*"?([a-z_]+)/gi)]
  const found = names.filter(([, schema = '']) => schema !== own && modules.includes(schema)).map(([name]) => name)
  return [...new Set(found)]
}

function templatesOf(source: Source): { node: Node; text: string }[] {
  const found: { node: Node; text: string }[] = []
  walk(source.program, (node) => {
    if (node.type === 'TemplateLiteral') {
      const parts = node['quasis'] as { value: { raw: string } }[]
      found.push({ node, text: parts.map(({ value }) => value.raw).join(' $ ') })
    }
    if (node.type === 'Literal' && typeof node['value'] === 'string') found.push({ node, text: node['value'] })
  })
  return found
}

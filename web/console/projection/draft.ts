// Terms as somebody is changing them, as plain JSON.

export type Clauses = Record<string, unknown>
export type Leaf = { path: string; value: string | number | boolean | null }

// Names and words price nothing, and a table of holidays is no field for a form.
const left = /\/(id|name|eligibility|source|holidays|workdays|kind|zone|period)(\/|$)/

/** The values of a clause that can be overwritten, with their places. */
export function leavesIn(node: unknown, path: string): Leaf[] {
  if (left.test(path)) return []
  if (typeof node !== 'object' || node === null) return [{ path, value: node as Leaf['value'] }]
  return Object.entries(node).flatMap(([key, member]) => leavesIn(member, `${path}/${key}`))
}

/** The clauses with one value replaced; what was a number stays one where the text is one, and an empty text is nothing. */
export function replaced(clauses: Clauses, { path, value }: Leaf, text: string): Clauses {
  const copy = structuredClone(clauses)
  const steps = path.split('/').slice(2)
  const last = steps.pop() ?? ''
  let node: Record<string, unknown> = copy
  for (const step of steps) node = node[step] as Record<string, unknown>
  node[last] = typed(value, text.trim())
  return copy
}

function typed(before: Leaf['value'], text: string): Leaf['value'] {
  if (typeof before === 'number') return /^\d{1,15}$/.test(text) ? Number(text) : text
  if (typeof before === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text === '' ? null : text
}

/** How many values differ between two sets of clauses. */
export function changesBetween(before: Clauses, after: Clauses): number {
  const values = new Map(leavesIn(before, '/clauses').map(({ path, value }) => [path, value]))
  return leavesIn(after, '/clauses').filter(({ path, value }) => values.get(path) !== value).length
}

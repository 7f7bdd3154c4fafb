export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

const depthMax = 34

/**
 * True when a value has exactly one text: NFC strings, safe integers, no negative zero, nothing that reaches a prototype.
 * Only such a value may be believed under a digest, because any other could be changed without changing the digest.
 */
export function isExact(value: unknown, depth = 0): value is Json {
  switch (typeof value) {
    case 'boolean':
      return true
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
    case 'string':
      return value.isWellFormed() && value === value.normalize('NFC')
    case 'object':
      if (value === null) return true
      if (depth >= depthMax) return false
      return Object.entries(value).every(
        ([name, member]) => name !== '__proto__' && isExact(name) && isExact(member, depth + 1),
      )
    default:
      return false
  }
}

/** The text of an exact value by RFC 8785: no spaces, members in the order of their UTF-16 code units. */
export function written(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  const names = Object.keys(value).sort() // by UTF-16 code units, as ECMAScript sorts
  return `{${names.map((name) => `${JSON.stringify(name)}:${written(value[name] as Json)}`).join(',')}}`
}

/** Who acts, as the record of what happened names them: `user:usr_…`, `key:key_…`, `system:payments.inquire`, `nobody:`. */
export type Actor = {
  kind: 'user' | 'key' | 'system' | 'nobody'
  id: string
  /** Organisation of the actor; empty for the system and for nobody. */
  org: string
  /** The request that brought it, so that a line of the log can be found. */
  request: string | null
}

/** The house itself, doing what a clock, an event or a command asks for. */
export const system = (what: string): Actor => ({ kind: 'system', id: what, org: '', request: null })

/** The actor in one text. */
export const actorText = ({ kind, id }: Actor): string => `${kind}:${id}`

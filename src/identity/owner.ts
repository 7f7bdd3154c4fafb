/** Whoever owns passkeys and gets codes: a user of an organisation, or a consumer. */
export type Owner = { kind: 'person' | 'consumer'; id: string; name: string }

/** An owner as rows name them. */
export type OwnerRef = Pick<Owner, 'kind' | 'id'>

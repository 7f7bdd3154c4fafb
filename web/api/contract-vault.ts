// What the routes of this room answer and take: vault.

export type GetsVault = Record<never, never>

export type PostsVault = Record<never, never>

// What the routes of this room answer and take: identity and sessions.

export type GetsIdentity = Record<never, never>

export type PostsIdentity = Record<never, never>

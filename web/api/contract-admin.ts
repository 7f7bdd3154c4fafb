// What the routes of this room answer and take: users and permissions.

export type GetsAdmin = Record<never, never>

export type PostsAdmin = Record<never, never>

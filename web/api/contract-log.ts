// What the routes of this room answer and take: log.

export type GetsLog = Record<never, never>

export type PostsLog = Record<never, never>

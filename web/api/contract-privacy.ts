// What the routes of this room answer and take: privacy.

export type GetsPrivacy = Record<never, never>

export type PostsPrivacy = Record<never, never>

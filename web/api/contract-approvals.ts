// What the routes of this room answer and take: approvals.

export type GetsApprovals = Record<never, never>

export type PostsApprovals = Record<never, never>

import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { KeyWanted } from './apiKeyMake.ts'

/** A key that others approved and its maker may collect. */
export type KeyIssue = {
  approval: string
  org: string
  maker: string
  wanted: KeyWanted
  grantedAt: number
  expiresAt: number
  collectedAt: number | null
}
type Row = Omit<KeyIssue, 'grantedAt' | 'expiresAt' | 'collectedAt'> & {
  granted_at_ms: bigint
  expires_at_ms: bigint
  collected_at_ms: bigint | null
}

const insert = query<{ approval: string; org: string; maker: string; wanted: string; at: number; expiresAt: number }>()`
  insert into identity.key_issue (approval, org, maker, wanted, granted_at_ms, expires_at_ms)
  values (${'approval'}, ${'org'}, ${'maker'}, ${'wanted'}::jsonb, ${'at'}, ${'expiresAt'}) on conflict do nothing`

const locked = query<{ approval: string }, Row>()`
  select approval, org, maker, wanted, granted_at_ms, expires_at_ms, collected_at_ms
    from identity.key_issue where approval = ${'approval'} for update`

const waiting = query<{ org: string; now: number }, Row>()`
  select approval, org, maker, wanted, granted_at_ms, expires_at_ms, collected_at_ms
    from identity.key_issue
   where org = ${'org'} and collected_at_ms is null and expires_at_ms > ${'now'} order by granted_at_ms, approval limit 100`

const collected = query<{ approval: string; key: string; at: number }>()`
  update identity.key_issue set collected_at_ms = ${'at'}, api_key = ${'key'}
   where approval = ${'approval'} and collected_at_ms is null`

/** `org` is the maker's organisation, whose approval it was. */
export async function saveKeyIssue(
  i: Inside,
  issue: Pick<KeyIssue, 'approval' | 'org' | 'maker' | 'wanted' | 'expiresAt'>,
): Promise<void> {
  await run(i, insert, { ...issue, wanted: JSON.stringify(issue.wanted), at: i.now() })
}

/** The issue, locked, so that of two that collect at once one does. */
export async function lockKeyIssue(i: Inside, approval: string): Promise<KeyIssue | null> {
  const row = await maybe(i, locked, { approval })
  return row && toIssue(row)
}

/** Keys of an organisation's makers that wait to be collected, oldest first; at most 100. */
export const keyIssuesWaiting = async (w: World, org: string): Promise<KeyIssue[]> =>
  (await many(w, waiting, { org, now: w.now() })).map(toIssue)

/** False when it was collected before. */
export const saveCollected = async (i: Inside, approval: string, key: string): Promise<boolean> =>
  (await run(i, collected, { approval, key, at: i.now() })) === 1

const toIssue = ({ granted_at_ms, expires_at_ms, collected_at_ms, ...same }: Row): KeyIssue => ({
  ...same,
  grantedAt: Number(granted_at_ms),
  expiresAt: Number(expires_at_ms),
  collectedAt: collected_at_ms === null ? null : Number(collected_at_ms),
})

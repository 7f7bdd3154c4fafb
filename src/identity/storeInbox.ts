import { many, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

export type InboxMessage = { id: string; to: string; text: { zh: string; en: string }; at: number }

const insert = query<InboxMessage>()`
  insert into identity.inbox_message (id, to_masked, text, at_ms) values (${'id'}, ${'to'}, ${'text'}, ${'at'})
  on conflict (id) do nothing`

const newest = query<
  Record<never, never>,
  { id: string; to_masked: string; text: InboxMessage['text']; at_ms: bigint }
>()`
  select id, to_masked, text, at_ms from identity.inbox_message order by at_ms desc, id desc limit 50`

export async function saveInbox(i: Inside, message: InboxMessage): Promise<void> {
  await run(i, insert, message)
}

/** At most 50, newest first. */
export const inboxNewest = async (w: World): Promise<InboxMessage[]> =>
  (await many(w, newest, {})).map((row) => ({ id: row.id, to: row.to_masked, text: row.text, at: Number(row.at_ms) }))

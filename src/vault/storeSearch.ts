import { many, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { HashesMoved, HashSpan } from './keepers.ts'

// Held in common by whoever hashes and writes, alone by whoever makes the next version: no value is written twice under two versions.
const versionsLock = 4_700_017
const hold = query<{ number: number }, { held: string }>()`
  select pg_advisory_xact_lock_shared(${'number'})::text as held`
const holdAlone = query<{ number: number }, { held: string }>()`
  select pg_advisory_xact_lock(${'number'})::text as held`

/** Keeps the versions of the search key as they are until this transaction ends. */
export const holdVersions = (i: Inside): Promise<unknown> => one(i, hold, { number: versionsLock })
/** Waits for everybody who hashes and writes, and lets nobody begin until this transaction ends. */
export const holdVersionsAlone = (i: Inside): Promise<unknown> => one(i, holdAlone, { number: versionsLock })

type Ask = HashSpan & { most: number }
const tokens = query<Ask, { hash: string }>()`
  select hash from vault.token
   where hash is not null and hash collate "C" >= ${'from'} and hash collate "C" < ${'to'} limit ${'most'}`
const moveTokens = query<HashesMoved>()`
  update vault.token t set hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.hash = m.was`
const answers = query<Ask, { hash: string }>()`
  select hash from vault.challenge
   where hash collate "C" >= ${'from'} and hash collate "C" < ${'to'} limit ${'most'}`
const moveAnswers = query<HashesMoved>()`
  update vault.challenge c set hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where c.hash = m.was`

export const tokenHashesIn = async (w: World | Inside, span: HashSpan, most: number): Promise<string[]> =>
  (await many(w, tokens, { ...span, most })).map(({ hash }) => hash)
export const moveTokenHashes = (i: Inside, moved: HashesMoved): Promise<number> => run(i, moveTokens, moved)
export const answerHashesIn = async (w: World | Inside, span: HashSpan, most: number): Promise<string[]> =>
  (await many(w, answers, { ...span, most })).map(({ hash }) => hash)
export const moveAnswerHashes = (i: Inside, moved: HashesMoved): Promise<number> => run(i, moveAnswers, moved)

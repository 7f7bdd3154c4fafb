import { sealedUnder } from '../vault/keepers.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

type Field = 'words' | 'answer'
type Row = { id: string; subject: string; sealed: string }

const words = query<{ after: string; most: number }, Row>()`
  select id, subject, words as sealed from privacy.request
   where words is not null and id > ${'after'} order by id limit ${'most'}`
const answers = query<{ after: string; most: number }, Row>()`
  select id, subject, answer as sealed from privacy.request
   where answer is not null and id > ${'after'} order by id limit ${'most'}`
const replaceWords = query<{ id: string; from: string; to: string }>()`
  update privacy.request set words = ${'to'} where id = ${'id'} and words = ${'from'}`
const replaceAnswer = query<{ id: string; from: string; to: string }>()`
  update privacy.request set answer = ${'to'} where id = ${'id'} and answer = ${'from'}`
const under = query<{ subject: string; pattern: string }, { id: string }>()`
  select id from privacy.request
   where subject = ${'subject'} and (words like ${'pattern'} or answer like ${'pattern'}) limit 1`

export const sealedWordsAfter = (w: World | Inside, field: Field, after: string, most: number): Promise<Row[]> =>
  many(w, field === 'words' ? words : answers, { after, most })

/** False when it was sealed anew or forgotten meanwhile. */
export const replaceSealedWords = async (
  i: Inside,
  field: Field,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> => (await run(i, field === 'words' ? replaceWords : replaceAnswer, { id, from, to })) === 1

export const isRequestUnder = async (i: Inside, key: { id: string; subject: string }): Promise<boolean> =>
  (await maybe(i, under, { subject: key.subject, pattern: sealedUnder(key.id) })) !== null

import type { Digest } from '../base/digest.ts'
import { record } from '../world/record.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Answers } from './answers.ts'
import type { Declaration } from './needs.ts'

// Answers, reviews and technical sheets.

export type AnswerSet = {
  partner: string
  version: number
  questionnaire: number
  answers: Answers
  digest: Digest
  org: string
  actor: string
  at: number
}
type AnswerRow = Omit<AnswerSet, 'at'> & { at_ms: bigint }

const insertAnswers = query<AnswerSet>()`
  insert into evaluation.answer_set (partner, version, questionnaire, answers, digest, org, actor, at_ms)
  values (${'partner'}, ${'version'}, ${'questionnaire'}, ${'answers'}, ${'digest'}, ${'org'}, ${'actor'}, ${'at'})
  on conflict do nothing`

const newestAnswers = query<{ partner: string }, AnswerRow>()`
  select partner, version, questionnaire, answers, digest, org, actor, at_ms
    from evaluation.answer_set where partner = ${'partner'} order by version desc limit 1`

const answersOfAll = query<Record<never, never>, AnswerRow>()`
  select distinct on (partner) partner, version, questionnaire, answers, digest, org, actor, at_ms
    from evaluation.answer_set order by partner, version desc limit 200`

/** False when somebody else handed in this version first. */
export async function saveAnswers(i: Inside, set: AnswerSet, changed: readonly string[]): Promise<boolean> {
  if ((await run(i, insertAnswers, set)) === 0) return false
  const facts = { version: set.version, digest: set.digest, questions: changed }
  record(i, { act: 'evaluation.answer', object: set.partner, after: set.digest, facts })
  return true
}

/** The newest answers of a partner. */
export async function answersOf(w: World | Inside, partner: string): Promise<AnswerSet | null> {
  const row = await maybe(w, newestAnswers, { partner })
  return row && toSet(row)
}

/** The newest answers of every partner. */
export const answersOfEverybody = async (w: World): Promise<AnswerSet[]> => (await many(w, answersOfAll, {})).map(toSet)

const toSet = ({ at_ms, ...row }: AnswerRow): AnswerSet => ({ ...row, at: Number(at_ms) })

export type Review = {
  question: string
  answeredAt: number
  verdict: 'accepted' | 'questioned'
  note: string
  actor: string
  at: number
}

const upsertReview = query<Review & { partner: string }>()`
  insert into evaluation.review (partner, question, answered_at_ms, verdict, note, actor, at_ms)
  values (${'partner'}, ${'question'}, ${'answeredAt'}, ${'verdict'}, ${'note'}, ${'actor'}, ${'at'})
  on conflict (partner, question, answered_at_ms)
  do update set verdict = excluded.verdict, note = excluded.note, actor = excluded.actor, at_ms = excluded.at_ms`

const reviewsAll = query<
  { partner: string },
  { question: string; answered_at_ms: bigint; verdict: Review['verdict']; note: string; actor: string; at_ms: bigint }
>()`
  select question, answered_at_ms, verdict, note, actor, at_ms
    from evaluation.review where partner = ${'partner'} order by at_ms desc limit 2000`

export async function saveReview(i: Inside, partner: string, review: Review): Promise<void> {
  await run(i, upsertReview, { partner, ...review })
  const facts = { question: review.question, verdict: review.verdict }
  record(i, { act: 'evaluation.review', object: partner, facts })
}

export async function reviewsOf(w: World | Inside, partner: string): Promise<Review[]> {
  const rows = await many(w, reviewsAll, { partner })
  return rows.map(({ answered_at_ms, at_ms, ...row }) => ({
    ...row,
    answeredAt: Number(answered_at_ms),
    at: Number(at_ms),
  }))
}

export type TechnicalSheet = { version: number; declared: Record<string, Declaration>; actor: string; at: number }
type SheetRow = Omit<TechnicalSheet, 'at'> & { at_ms: bigint }

const insertSheet = query<TechnicalSheet & { partner: string }>()`
  insert into evaluation.technical_sheet (partner, version, declared, actor, at_ms)
  values (${'partner'}, ${'version'}, ${'declared'}, ${'actor'}, ${'at'})`

const newestSheet = query<{ partner: string }, SheetRow>()`
  select version, declared, actor, at_ms from evaluation.technical_sheet
   where partner = ${'partner'} order by version desc limit 1`

export async function saveTechnicalSheet(i: Inside, partner: string, sheet: TechnicalSheet): Promise<void> {
  await run(i, insertSheet, { partner, ...sheet })
  record(i, { act: 'evaluation.declare', object: partner, after: sheet.declared, facts: { version: sheet.version } })
}

export async function technicalSheetOf(w: World | Inside, partner: string): Promise<TechnicalSheet | null> {
  const row = await maybe(w, newestSheet, { partner })
  return row && { version: row.version, declared: row.declared, actor: row.actor, at: Number(row.at_ms) }
}

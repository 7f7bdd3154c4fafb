import type { Day, Instant } from '../base/time.ts'
import { many, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Assessment } from './assessment.ts'

type Row = Pick<Assessment, 'id' | 'purpose' | 'covers' | 'assessor' | 'findings' | 'risk' | 'measures'> & {
  assessed_on: string
  recorded_by: string
  recorded_at_ms: bigint
  superseded_at_ms: bigint | null
}

const supersede = query<{ purpose: string; at: number }>()`
  update consent.assessment set superseded_at_ms = ${'at'} where purpose = ${'purpose'} and superseded_at_ms is null`

const insert = query<Omit<Assessment, 'supersededAt'>>()`
  insert into consent.assessment (id, purpose, covers, assessor, assessed_on, findings, risk, measures, recorded_by, recorded_at_ms)
  values (${'id'}, ${'purpose'}, ${'covers'}, ${'assessor'}, ${'assessedOn'}::date, ${'findings'}, ${'risk'}, ${'measures'},
          ${'recordedBy'}, ${'recordedAt'})`

const ofPurpose = query<{ purpose: string }, Row>()`
  select id, purpose, covers, assessor, to_char(assessed_on, 'YYYY-MM-DD') as assessed_on, findings, risk, measures, recorded_by,
         recorded_at_ms, superseded_at_ms
    from consent.assessment where purpose = ${'purpose'} order by id desc limit 50`

const all = query<Record<never, never>, Row>()`
  select id, purpose, covers, assessor, to_char(assessed_on, 'YYYY-MM-DD') as assessed_on, findings, risk, measures, recorded_by,
         recorded_at_ms, superseded_at_ms
    from consent.assessment order by id desc limit 500`

const past = query<{ before: number; most: number; held: string[] }, { id: string; superseded_at_ms: bigint }>()`
  select id, superseded_at_ms from consent.assessment
   where superseded_at_ms < ${'before'} and not id = any(${'held'}::text[])
   order by superseded_at_ms, id limit ${'most'}`

const drop = query<{ ids: string[] }>()`
  delete from consent.assessment where id = any(${'ids'}::text[]) and superseded_at_ms is not null`

/** Keeps an assessment; the one before it has been superseded. */
export async function saveAssessment(i: Inside, assessment: Omit<Assessment, 'supersededAt'>): Promise<void> {
  await run(i, supersede, { purpose: assessment.purpose, at: i.now() })
  await run(i, insert, assessment)
}

/** Assessments of a purpose, newest first, at most 50. */
export const assessmentsOf = async (w: World | Inside, purpose: string): Promise<Assessment[]> =>
  (await many(w, ofPurpose, { purpose })).map(toAssessment)

/** Every assessment, newest first, at most 500. */
export const assessmentsAll = async (w: World): Promise<Assessment[]> => (await many(w, all, {})).map(toAssessment)

/** Assessments that another took the place of before a moment, oldest first. */
export async function assessmentsBefore(
  w: World | Inside,
  before: Instant,
  most: number,
  held: string[],
): Promise<{ object: string; subject: null; endedAt: Instant }[]> {
  const rows = await many(w, past, { before, most, held })
  return rows.map(({ id, superseded_at_ms }) => ({ object: id, subject: null, endedAt: Number(superseded_at_ms) }))
}

export const deleteAssessments = (i: Inside, ids: string[]): Promise<number> => run(i, drop, { ids })

const toAssessment = ({ assessed_on, recorded_by, recorded_at_ms, superseded_at_ms, ...same }: Row): Assessment => ({
  ...same,
  assessedOn: assessed_on as Day,
  recordedBy: recorded_by,
  recordedAt: Number(recorded_at_ms),
  supersededAt: superseded_at_ms === null ? null : Number(superseded_at_ms),
})

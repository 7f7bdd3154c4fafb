import type { Id } from '../base/id.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Partner, Stage, Text } from './partner.ts'

type Row = {
  id: Id<'par'>
  wallet: string
  name: Text
  legal_name: Text
  registration: string
  stage: Stage
  region: string
  share_ppm: number | null
  score: number | null
  note: Text
  created_at_ms: bigint
  stage_at_ms: bigint
}

export type StageStep = { from: Stage | null; to: Stage; actor: string; because: Text; at: number }

const insert = query<Partner>()`
  insert into partners.partner (id, wallet, name, legal_name, registration, stage, region, share_ppm, score, note, created_at_ms, stage_at_ms)
  values (${'id'}, ${'wallet'}, ${'name'}, ${'legalName'}, ${'registration'}, ${'stage'}, ${'region'}, ${'sharePpm'}, ${'score'}, ${'note'}, ${'createdAt'}, ${'stageAt'})`

const all = query<{ most: number }, Row>()`
  select id, wallet, name, legal_name, registration, stage, region, share_ppm, score, note, created_at_ms, stage_at_ms
    from partners.partner order by created_at_ms, id limit ${'most'}`

const byId = query<{ id: string }, Row>()`
  select id, wallet, name, legal_name, registration, stage, region, share_ppm, score, note, created_at_ms, stage_at_ms
    from partners.partner where id = ${'id'}`

const byWallet = query<{ wallet: string }, Row>()`
  select id, wallet, name, legal_name, registration, stage, region, share_ppm, score, note, created_at_ms, stage_at_ms
    from partners.partner where wallet = ${'wallet'}`

const locked = query<{ id: string }, { id: string }>()`
  select id from partners.partner where id = ${'id'} for update`

const restage = query<{ id: string; stage: string; at: number }>()`
  update partners.partner set stage = ${'stage'}, stage_at_ms = ${'at'} where id = ${'id'}`

const addStep = query<{ partner: string; from: string | null; to: string; actor: string; because: Text; at: number }>()`
  insert into partners.move (partner, position, from_stage, to_stage, actor, because, at_ms)
  select ${'partner'}, count(*) + 1, ${'from'}, ${'to'}, ${'actor'}, ${'because'}, ${'at'} from partners.move where partner = ${'partner'}`

const stepsOf = query<
  { partner: string },
  { from_stage: Stage | null; to_stage: Stage; actor: string; because: Text; at_ms: bigint }
>()`
  select from_stage, to_stage, actor, because, at_ms from partners.move
   where partner = ${'partner'} order by position limit 200`

/** At most 200 partners, oldest first. */
export async function partnersAll(w: World): Promise<Partner[]> {
  return (await many(w, all, { most: 200 })).map(toPartner)
}

export async function partnerById(w: World | Inside, id: string): Promise<Partner | null> {
  const row = await maybe(w, byId, { id })
  return row && toPartner(row)
}

export async function partnerByWallet(w: World | Inside, wallet: string): Promise<Partner | null> {
  const row = await maybe(w, byWallet, { wallet })
  return row && toPartner(row)
}

/** The partner with its row locked until the transaction ends. */
export async function lockPartner(i: Inside, id: string): Promise<Partner> {
  await one(i, locked, { id })
  return toPartner(await one(i, byId, { id }))
}

export async function savePartner(i: Inside, partner: Partner): Promise<void> {
  await run(i, insert, partner)
  record(i, { act: 'partners.enter', object: partner.id, facts: { wallet: partner.wallet, stage: partner.stage } })
}

export async function saveStage(i: Inside, id: string, stage: Stage, at: number): Promise<void> {
  await run(i, restage, { id, stage, at })
  record(i, { act: 'partners.stage', object: id, after: stage, facts: { stage } })
}

export async function saveStep(i: Inside, partner: string, step: StageStep): Promise<void> {
  await run(i, addStep, { partner, ...step })
  record(i, { act: 'partners.step', object: partner, facts: { to: step.to } })
}

/** The stages a partner went through, oldest first. */
export async function stepsOfPartner(w: World, partner: string): Promise<StageStep[]> {
  const rows = await many(w, stepsOf, { partner })
  return rows.map((row) => ({
    from: row.from_stage,
    to: row.to_stage,
    actor: row.actor,
    because: row.because,
    at: Number(row.at_ms),
  }))
}

function toPartner(row: Row): Partner {
  const { legal_name, share_ppm, created_at_ms, stage_at_ms, ...same } = row
  return {
    ...same,
    legalName: legal_name,
    sharePpm: share_ppm,
    createdAt: Number(created_at_ms),
    stageAt: Number(stage_at_ms),
  }
}

import { record } from '../world/record.ts'
import { query, run } from '../world/sql.ts'
import type { Inside } from '../world/world.ts'

const rescore = query<{ id: string; score: number }>()`
  update partners.partner set score = ${'score'} where id = ${'id'}`

export async function saveScore(i: Inside, id: string, score: number): Promise<boolean> {
  if ((await run(i, rescore, { id, score })) === 0) return false
  record(i, { act: 'partners.score', object: id, after: score, facts: { score } })
  return true
}

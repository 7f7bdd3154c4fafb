import { record } from '../world/record.ts'
import { query, run } from '../world/sql.ts'
import type { Inside } from '../world/world.ts'

const reshare = query<{ id: string; sharePpm: number }>()`
  update partners.partner set share_ppm = ${'sharePpm'} where id = ${'id'}`

export async function saveShare(i: Inside, id: string, sharePpm: number): Promise<boolean> {
  if ((await run(i, reshare, { id, sharePpm })) === 0) return false
  record(i, { act: 'partners.share', object: id, after: sharePpm, facts: { sharePpm } })
  return true
}

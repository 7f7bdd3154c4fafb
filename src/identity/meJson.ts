import { bothTexts, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Person } from './person.ts'
import { titleOfRole } from './rolesKnown.ts'
import { institutionOf } from './store.ts'

/** Who is signed in, as the console shows it. */
export const meJson = z
  .strictObject({
    user: z.string(),
    name: bothTexts,
    role: z.string(),
    title: bothTexts,
    may: z.array(z.string()).meta({ description: 'Permissions of this caller' }),
    institution: z.strictObject({ id: z.string(), name: bothTexts }),
    environment: z.enum(['sandbox', 'live']),
    zone: z.string(),
    now: timeJson,
  })
  .meta({ id: 'Me' })

export async function meOf(w: World, person: Person, who: Who): Promise<z.output<typeof meJson>> {
  const { name, zone } = await institutionOf(w)
  return {
    user: person.id,
    name: person.name,
    role: person.role,
    title: await titleOfRole(w, person.role),
    may: [...who.permissions],
    institution: { id: 'institution', name },
    environment: w.mode,
    zone,
    now: w.now(),
  }
}

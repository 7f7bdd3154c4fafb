import { institutionOf, peopleAll } from '../identity/find.ts'
import { merchantById } from '../merchants/find.ts'
import { partnerById } from '../partners/find.ts'
import { bothTexts } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'

export type Text = { zh: string; en: string }
export type Named = { id: string; name: Text }

export const namedJson = z.strictObject({ id: z.string(), name: bothTexts })

/** Names of parties and people, each read once for a whole answer. */
export type NamesOf = {
  /** The institution, a partner or a merchant by the id that accounts carry. */
  owner(id: string): Promise<Named>
  /** Who did something: a person of ours in both languages, else what was written down. */
  actor(written: string): Promise<Text>
}

export function namesIn(w: World): NamesOf {
  const owners = new Map<string, Promise<Named>>()
  let people: Promise<Map<string, Text>> | null = null
  return {
    owner: (id) => {
      const known = owners.get(id) ?? readOwner(w, id)
      owners.set(id, known)
      return known
    },
    actor: async (written) => {
      people ??= peopleAll(w).then((all) => new Map(all.map(({ name }) => [name.en, name])))
      return (await people).get(written) ?? spoken(written)
    },
  }
}

async function readOwner(w: World, id: string): Promise<Named> {
  if (id === 'institution') return { id, name: (await institutionOf(w)).name }
  const found = id.startsWith('par_') ? await partnerById(w, id) : await merchantById(w, id)
  return { id, name: found?.name ?? { zh: id, en: id } }
}

// Machines sign their steps `wallet:…`, `notice…`, `key:…`, `system`.
function spoken(written: string): Text {
  const [kind = '', rest = ''] = written.split(/:(.*)/s)
  if (kind === 'wallet') return { zh: `钱包应答 ${rest}`, en: `the wallet's answer ${rest}` }
  if (kind === 'key') return { zh: `接口密钥 ${rest}`, en: `API key ${rest}` }
  if (kind === 'notice') return { zh: '钱包通知', en: 'the wallet’s notice' }
  return { zh: written, en: written }
}

import type { Inside, World } from '../world/world.ts'
import { type Dossier, dossiersOf } from './storeDossiers.ts'

/** The newest published dossier of a partner, of its home market when `market` is named; null when nothing was published. */
export async function publishedDossier(w: World | Inside, partner: string, market?: string): Promise<Dossier | null> {
  const all = await dossiersOf(w, partner)
  return all.find((one) => one.state === 'published' && (market === undefined || one.market === market)) ?? null
}

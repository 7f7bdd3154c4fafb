import { merchantsByIds } from '../merchants/find.ts'
import { partnerById, partnerByWallet } from '../partners/find.ts'
import type { Inside, World } from '../world/world.ts'
import { settlementFaults } from './errors.ts'

export type Named = { id: string; name: { zh: string; en: string } }

/** The name of our own side on statements. */
export const institutionNamed: Named = { id: 'institution', name: { zh: '支付机构', en: 'Institution' } }

/** A partner by its id or by its wallet's handle; fault settlement.unknown_wallet. */
export async function partnerNamed(
  w: World | Inside,
  idOrWallet: string,
): Promise<Named & { id: `par_${string}`; wallet: string }> {
  const found = (await partnerById(w, idOrWallet)) ?? (await partnerByWallet(w, idOrWallet))
  if (!found) throw settlementFaults.unknownWallet({ wallet: idOrWallet })
  return { id: found.id, name: found.name, wallet: found.wallet }
}

/** The wallet's handle of a partner. */
export const walletOf = async (w: World | Inside, partner: string): Promise<string> =>
  (await partnerNamed(w, partner)).wallet

/** Names of merchants by their ids; one that is not on our books keeps its id as its name. */
export async function merchantsNamed(w: World | Inside, ids: Iterable<string>): Promise<Map<string, Named>> {
  const wanted = [...new Set(ids)]
  const names = new Map<string, Named>(wanted.map((id) => [id, { id, name: { zh: id, en: id } }]))
  for (let from = 0; from < wanted.length; from += 500) {
    for (const { id, name } of await merchantsByIds(w, wanted.slice(from, from + 500))) names.set(id, { id, name })
  }
  return names
}

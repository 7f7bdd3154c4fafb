import { assert } from '../base/assert.ts'
import { moved } from '../base/moves.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { command } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { settlementFaults } from './errors.ts'
import { paidTransfers } from './plan.ts'
import { type PaidEvidence, type Settlement, settlementMoves } from './settlement.ts'
import { lockSettlement, positionsOf, savePaid, settlementById } from './storeSettlement.ts'

// The institution's own accounts in the ledger.
const institution = 'institution'

/**
 * A person saw the wallet's transfer (or ours to the wallet) on the bank statement: what was in transit is now in the safeguarded
 * account. Faults: settlement.not_found, cannot_move, bank_short.
 */
export async function confirmPaid(
  w: World,
  key: string | null,
  ask: { settlement: string } & Omit<PaidEvidence, 'at'>,
): Promise<Settlement> {
  const id = await command(w, 'settlement.confirm_paid', key, ask, async (i) => {
    const settlement = await lockSettlement(i, ask.settlement)
    if (!settlement) throw settlementFaults.notFound({ settlement: ask.settlement })
    const state = moved(settlementMoves, settlement.state, 'confirm_paid')
    if (state === null) throw settlementFaults.cannotMove({ state: settlement.state, move: 'confirm_paid' })
    const wallets = await positionsOf(i, [settlement.id], 'wallet')
    const transfers = wallets.flatMap((wallet) => paidTransfers(settlement, wallet, institution))
    const { by, reference, note } = ask
    assert(await savePaid(i, settlement.id, { at: i.now(), by, reference, note }), 'a locked settlement is paid once')
    if (transfers.length === 0) return settlement.id
    const [booked] = await post(i, [
      newPosting(i, { object: settlement.id, version: settlement.versionDigest, transfers }),
    ])
    if (booked?.outcome !== 'posted') throw settlementFaults.bankShort()
    return settlement.id
  })
  const paid = await settlementById(w, id)
  assert(paid, 'a paid settlement is stored')
  return paid
}

import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { negotiationFaults } from './errors.ts'
import { lockRoom, saveRoomState } from './store.ts'

/** Ends a negotiation without a result, with the reason. Fault `negotiation.not_open`. */
export async function closeRoom(w: World, id: string, reason: string): Promise<void> {
  await transaction(w, async (i) => {
    const room = await lockRoom(i, id)
    if (room?.state !== 'open') throw negotiationFaults.notOpen()
    await saveRoomState(i, id, 'closed', reason)
  })
}

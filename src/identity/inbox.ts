import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import type { Message } from './message.ts'
import { type InboxMessage, inboxNewest, saveInbox } from './storeInbox.ts'

/** Puts a message where the people of the sandbox read it. */
export async function putInbox(w: World, { id, masked, text }: Message): Promise<void> {
  await transaction(w, (i) => saveInbox(i, { id, to: masked, text, at: i.now() }), {
    unrecorded: 'a message of the sandbox is read on the screen and carries a code the log must not know',
  })
}

/** The newest messages of the sandbox, at most 50. Fault identity.sandbox_only elsewhere. */
export async function readInbox(w: World): Promise<InboxMessage[]> {
  if (w.mode !== 'sandbox') throw identityFaults.sandboxOnly()
  return await inboxNewest(w)
}

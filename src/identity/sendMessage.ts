import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { putInbox } from './inbox.ts'
import type { Message } from './message.ts'
import { askSmsProvider, smsFile } from './smsProvider.ts'

/**
 * Sends a text message: by the provider that is set up, else into the sandbox's inbox, where people read it on the screen. A live
 * installation without a provider refuses (identity.sms_off). Never called inside a transaction.
 */
export async function sendMessage(w: World, message: Message): Promise<void> {
  if (w.keys.has(smsFile)) return await askSmsProvider(w, message)
  if (w.mode !== 'sandbox') throw identityFaults.smsOff()
  await putInbox(w, message)
}

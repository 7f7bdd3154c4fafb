import type { Inside } from '../world/world.ts'
import { type StoredAccount, saveAccount } from './store.ts'

/** Connects us to a wallet, or changes how: address, keys we trust, our own signing key by its name among the key files. */
export const connect = (i: Inside, account: StoredAccount): Promise<void> => saveAccount(i, account)

import type { Inside } from '../world/world.ts'
import { saveAccount, type StoredAccount } from './store.ts'

/** Connects us to a wallet, or changes how: address, keys we trust, our own signing key by its name among the key files. */
export const connect = (i: Inside, account: StoredAccount): Promise<void> => saveAccount(i, account)

import type { zhCNVault } from './zh-CN-vault.ts'

/** Vault. */
export const enVault: Record<keyof typeof zhCNVault, string> = {
  'nav.vault': 'Vault',
}

/** Vault. */
export const zhCNVault = {
  'nav.vault': '保险库',
}

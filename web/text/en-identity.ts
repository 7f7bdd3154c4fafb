import type { zhCNIdentity } from './zh-CN-identity.ts'

/** Identity and sessions. */
export const enIdentity: Record<keyof typeof zhCNIdentity, string> = {
  'nav.profile': 'My account',
}

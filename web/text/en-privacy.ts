import type { zhCNPrivacy } from './zh-CN-privacy.ts'

/** Privacy. */
export const enPrivacy: Record<keyof typeof zhCNPrivacy, string> = {
  'nav.consents': 'Consent ledger',
}

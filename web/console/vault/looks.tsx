import type { MethodState, SavedMethod, TokenKind, VaultToken } from '../../api/contract-vault.ts'
import { type Translate, useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

export const tokenKinds: TokenKind[] = [
  'card',
  'network-token',
  'bank-account',
  'wallet-account',
  'name',
  'id-number',
  'phone',
]

const methodTones: Record<MethodState, Tone> = {
  unverified: 'ochre',
  active: 'jade',
  refused: 'cinnabar',
  expired: 'slate',
  removed: 'slate',
}

/** The state of a saved method. */
export function MethodBadge({ of }: { of: SavedMethod }) {
  const t = useText()
  return (
    <Badge tone={methodTones[of.state]} hollow={of.state === 'unverified'}>
      {t(`method.state.${of.state}`)}
    </Badge>
  )
}

/** A mask, in figures that stand under each other. */
export function Masked({ of }: { of: VaultToken | { masked: string } }) {
  return <span className="figures masked">{of.masked}</span>
}

/** `2029-12` as cards print it. */
export const shownMonth = (month: string | null): string => (month ? `${month.slice(5)}/${month.slice(2, 4)}` : '—')

const schemes: Record<string, string> = {
  unionpay: '银联 UnionPay',
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  jcb: 'JCB',
  diners: 'Diners Club',
  discover: 'Discover',
  mir: 'Mir',
  maestro: 'Maestro',
}

/** The name of a card scheme, or the text as it is. */
export const schemeName = (scheme: string): string => schemes[scheme] ?? scheme

const purposes = [
  'vault.token',
  'vault.search',
  'vault.search_turn',
  'identity.totp',
  'identity.request_signing',
  'identity.sign_on',
  'privacy.request',
] as const

/** What a data key is for, in words where we have them. */
export function purposeName(t: Translate, purpose: string): string {
  const known = purposes.find((one) => one === purpose)
  return known ? t(`vault.purpose.${known}`) : purpose
}

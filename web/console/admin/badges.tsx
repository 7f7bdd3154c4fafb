import type { ApiKey } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

/** Whether somebody may come in. */
export function StateBadge({ active }: { active: boolean }) {
  const t = useText()
  return <Badge tone={active ? 'jade' : 'slate'}>{t(active ? 'users.active' : 'users.inactive')}</Badge>
}

const tones: Record<ApiKey['state'], Tone> = { active: 'jade', ending: 'ochre', expired: 'slate', revoked: 'cinnabar' }

/** Where a key stands. */
export function KeyBadge({ of }: { of: ApiKey['state'] }) {
  const t = useText()
  return (
    <Badge tone={tones[of]} hollow={of === 'ending'}>
      {t(`keys.state.${of}`)}
    </Badge>
  )
}

/** Whether whoever answers for a key that still works has left. */
export const keeperLeft = ({ keeper, state }: Pick<ApiKey, 'keeper' | 'state'>): boolean =>
  keeper?.active === false && (state === 'active' || state === 'ending')

/** A warning beside a key that still works though its maker has left. */
export function KeeperBadge({ of }: { of: ApiKey }) {
  const t = useText()
  return keeperLeft(of) ? <Badge tone="cinnabar">{t('keys.makerLeft')}</Badge> : null
}

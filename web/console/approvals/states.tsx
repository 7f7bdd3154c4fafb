import type { ApprovalBrief, ApprovalState, RoleNamed } from '../../api/contract-approvals.ts'
import type { Text } from '../../api/values.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Go } from '../go.tsx'

const looks: Record<ApprovalState, [tone: Tone, moving?: true]> = {
  asked: ['ochre', true],
  granted: ['indigo', true],
  refused: ['cinnabar'],
  withdrawn: ['slate'],
  expired: ['slate'],
  done: ['jade'],
  failed: ['cinnabar'],
}

export function ApprovalBadge({ of }: { of: ApprovalState }) {
  const t = useText()
  const [tone, moving] = looks[of]
  return (
    <Badge tone={tone} hollow={moving ?? false}>
      {t(`approval.state.${of}`)}
    </Badge>
  )
}

/** Roles in a row of words. */
export function useRoles(): (roles: RoleNamed[]) => string {
  const say = useSay()
  const { language } = useReader()
  return (roles) => roles.map(({ title }: { title: Text }) => say(title)).join(language === 'en' ? ', ' : '、')
}

/** Says on an object's own page that something about it waits for other people. */
export function Waiting({ of }: { of: ApprovalBrief | null | undefined }) {
  const t = useText()
  const say = useSay()
  const roles = useRoles()
  if (!of) return null
  const { maker, grants, checkers, title } = of
  return (
    <div className="notice notice-ochre" role="status">
      <Icon name="clock" size={20} />
      <div>
        <strong>{t('approval.waitsTitle')}</strong>
        <p>
          {t('approval.waitsFor', { name: say(maker.name), act: say(title), roles: roles(of.roles), grants, checkers })}
        </p>
      </div>
      <p className="notice-side">
        <Go to={paths.approval({ id: of.id })}>{t('approval.open')}</Go>
      </p>
    </div>
  )
}

import type { Alarm } from '../../api/contract-alarms.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

const looks: Record<Alarm['state'], [tone: Tone, hollow: boolean]> = {
  open: ['cinnabar', true],
  acknowledged: ['ochre', true],
  closed: ['slate', false],
}

export function AlarmBadge({ of }: { of: Alarm['state'] }) {
  const t = useText()
  const [tone, hollow] = looks[of]
  return (
    <Badge tone={tone} hollow={hollow}>
      {t(`alarms.state.${of}`)}
    </Badge>
  )
}

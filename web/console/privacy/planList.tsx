import type { DeletionPlan } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { lastDayOf } from './states.tsx'

/** What a deletion erases, and what a law keeps, until when. */
export function PlanList({ of }: { of: DeletionPlan }) {
  const t = useText()
  const say = useSay()
  const { zone } = useReader()
  return (
    <ul className="plan-list">
      {of.items.map((item) => (
        <li key={item.rule}>
          <Badge tone={item.does === 'erase' ? 'cinnabar' : 'indigo'}>{t(`request.${item.does}`)}</Badge>
          <span>
            <strong>{say(item.data)}</strong>{' '}
            <span className="faint">
              {item.count === 1 ? t('request.countOne') : t('request.count', { n: item.count })}
            </span>
          </span>
          <span className="faint">
            {item.law ? say(item.law) : ''}
            {item.until
              ? ` · ${t('request.keptUntil', { day: formatMoment(lastDayOf(item.until), 'day', zone) })}`
              : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}

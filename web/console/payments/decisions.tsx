import type { Trace } from '../../api/contract-money.ts'
import type { VersionRef } from '../../api/values.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { ClauseLink } from '../refs.tsx'

/** Why the payment was allowed or refused: each rule of the agreement that was looked at. */
export function Decisions({ of, version }: { of: Trace['decisions']; version: VersionRef | null }) {
  const t = useText()
  const say = useSay()
  if (of.length === 0) return null
  return (
    <Panel title={t('trace.decisions')}>
      <ul className="decisions">
        {of.map((decision) => (
          <li key={decision.code + decision.path} className={decision.passed ? 'pass' : 'fail'}>
            <Icon name={decision.passed ? 'check' : 'close'} size={14} />
            <span>
              <span className="sr">{t(decision.passed ? 'check.passed' : 'check.failed')}</span>
              {say(decision.text)}
            </span>
            <ClauseLink path={decision.path} version={version} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

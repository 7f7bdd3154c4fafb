import type { LogStatus, LogWitness } from '../../api/contract-log.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Nothing } from '../loaded.tsx'

/** Who outside follows the log, and how far each of them has come. */
export function Witnesses({ of }: { of: LogStatus }) {
  const t = useText()
  return (
    <Panel title={t('log.witnesses')} note={t('log.witnessesNote')}>
      {of.witnesses.length === 0 ? (
        <Nothing icon="log" title={t('log.noWitness')} help={t('log.noWitnessHelp')} />
      ) : (
        <ul className="witnesses">
          {of.witnesses.map((witness) => (
            <Witness key={witness.id} of={witness} size={of.size} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Witness({ of, size }: { of: LogWitness; size: number }) {
  const t = useText()
  const behind = of.size === null ? size : Math.max(0, size - of.size)
  const share = of.size === null || size === 0 ? 0 : Math.min(1, of.size / size)
  return (
    <li>
      <span className="witness-line">
        <code title={of.key}>{of.name}</code>
        {of.size === null ? (
          <Badge tone="slate" hollow>
            {t('log.witnessSilent')}
          </Badge>
        ) : behind === 0 ? (
          <Badge tone="jade">{t('log.witnessLevel')}</Badge>
        ) : (
          <Badge tone="ochre">{t('log.witnessBehind', { count: behind })}</Badge>
        )}
      </span>
      <span className="bar">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="faint">
        {of.size === null ? t('log.witnessSilent') : t('log.witnessAt', { size: of.size.toLocaleString('en-US') })}
        {of.at ? (
          <>
            {' · '}
            <Moment at={of.at} />
          </>
        ) : null}
      </span>
    </li>
  )
}

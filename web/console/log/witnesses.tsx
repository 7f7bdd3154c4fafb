import { useQuery } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { getText } from '../../api/client.ts'
import type { LogStatus, LogWitness } from '../../api/contract-log.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Nothing } from '../loaded.tsx'
import { useCosigners } from './cosigners.tsx'
import { RegisterWitness } from './registerWitness.tsx'

/** Who outside follows the log, and how far each of them has come. */
export function Witnesses({ of }: { of: LogStatus }) {
  const t = useText()
  const [isOpen, setIsOpen] = useState(false)
  const note = useQuery({
    queryKey: ['log.checkpoint', of.size],
    queryFn: () => getText('/v1/log/checkpoint'),
    enabled: of.size > 0 && of.witnesses.length > 0,
    refetchInterval: 15_000,
    retry: false,
  })
  const cosigners = useCosigners(note.data ?? null)
  const heldBy = new Set(cosigners.filter(({ state }) => state === 'held').map(({ key }) => key))
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('log.manage') ?? false
  return (
    <Panel
      title={t('log.witnesses')}
      note={t('log.witnessesNote')}
      extra={
        <Tooltip title={may || !me.data ? '' : t('witness.mayNot')}>
          <Button size="small" disabled={!may} onClick={() => setIsOpen(true)}>
            {t('witness.register')}
          </Button>
        </Tooltip>
      }
    >
      {isOpen ? <RegisterWitness close={() => setIsOpen(false)} /> : null}
      {of.witnesses.length === 0 ? (
        <Nothing icon="log" title={t('log.noWitness')} help={t('log.noWitnessHelp')} />
      ) : (
        <ul className="witnesses">
          {of.witnesses.map((witness) => (
            <Witness key={witness.id} of={witness} size={of.size} isHeld={heldBy.has(witness.key)} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Witness({ of, size, isHeld }: { of: LogWitness; size: number; isHeld: boolean }) {
  const t = useText()
  const say = useSay()
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
      {of.orgKind === 'own' ? (
        <span className="witness-own">
          <Badge tone="slate" hollow>
            {t('witness.own')}
          </Badge>
          <span className="faint">{t('witness.ownHelp')}</span>
        </span>
      ) : (
        <span className="faint">{say(of.orgName)}</span>
      )}
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
      {isHeld ? (
        <span className="said said-good witness-held">
          <Icon name="check" size={13} />
          {t('witness.checked')}
        </span>
      ) : null}
    </li>
  )
}

import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Partner } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount, formatMs, formatPpm, formatShare } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { StageBadge, stages, VersionBadge } from '../states.tsx'

/** One wallet and the organisation behind it: stage and gates, score, connector, agreements, history. */
export default function Wallet() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const partner = useAsk('/v1/partners/{id}', { params: { id } })
  return (
    <Loaded ask={partner} lines={12}>
      {(found) => (
        <Page
          title={say(found.name)}
          head={
            <h1>
              {say(found.name)} <StageBadge of={found.stage} />
            </h1>
          }
          note={say(found.organisation)}
          up={{ to: paths.wallets(), name: t('nav.wallets') }}
          actions={
            <Go to={paths.payments(`wallet:${found.id}`)} className="button-link">
              {t('wallet.payments')}
            </Go>
          }
        >
          <Road of={found} />
          <div className="columns">
            <div className="column-main">
              <Agreements of={found} />
              <Scores of={found} />
              <Gates of={found} />
            </div>
            <div className="column-side">
              <Profile of={found} />
              <Connector of={found} />
              <History of={found} />
            </div>
          </div>
        </Page>
      )}
    </Loaded>
  )
}

function Road({ of }: { of: Partner }) {
  const t = useText()
  const road = stages.filter((stage) => stage !== 'suspended' && stage !== 'ended')
  const passed = new Set(of.history.map((move) => move.stage))
  return (
    <ol className="road" aria-label={t('wallet.road')}>
      {road.map((stage) => (
        <li
          key={stage}
          className={stage === of.stage ? 'now' : passed.has(stage) ? 'past' : ''}
          aria-current={stage === of.stage ? 'step' : undefined}
        >
          <i />
          {t(`stage.${stage}`)}
        </li>
      ))}
    </ol>
  )
}

function Profile({ of }: { of: Partner }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('wallet.profile')}>
      <Facts
        of={[
          [t('wallet.registration'), <code key="r">{of.registration}</code>],
          [t('wallet.licence'), of.licence ? say(of.licence) : '—'],
          [t('wallet.regions'), of.regions.join(', ') || '—'],
          [t('wallet.website'), of.website ?? '—'],
          [t('col.keeper'), say(of.keeper)],
          [t('wallets.days30'), of.volume30Days ? <Amount key="v" of={of.volume30Days} /> : '—'],
        ]}
      />
      {of.note ? <p className="soft">{say(of.note)}</p> : null}
    </Panel>
  )
}

function Agreements({ of }: { of: Partner }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('nav.agreements')}>
      {of.agreements.length === 0 ? (
        <Nothing icon="agreement" title={t('wallet.noAgreement')} help={t('wallet.noAgreementHelp')} />
      ) : null}
      <ul className="plain-rows">
        {of.agreements.map((agreement) => (
          <li key={agreement.id}>
            <Go to={paths.agreement(agreement)} className="plain-row">
              <span className="two">
                <strong>{say(agreement.name)}</strong>
                <span className="faint">{say(agreement.summary)}</span>
              </span>
              <span className="two right">
                <VersionBadge of={agreement.state} />
                <span className="faint">{t('version.number', { number: agreement.version })}</span>
              </span>
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Scores({ of }: { of: Partner }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      title={t('wallet.scores')}
      note={t('wallet.scoresNote')}
      extra={
        of.scoreTenths === null ? null : <span className="figure figures">{(of.scoreTenths / 10).toFixed(1)}</span>
      }
    >
      {of.scores.length === 0 ? <Nothing title={t('wallet.noScores')} /> : null}
      <ul className="scores">
        {of.scores.map((score) => (
          <li key={score.factor}>
            <span className="score-name">
              <strong>{t(`factor.${score.factor}`)}</strong> <span className="faint">{formatPpm(score.weightPpm)}</span>
            </span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${score.scoreTenths / 10}%` }} />
            </span>
            <span className="figures">{(score.scoreTenths / 10).toFixed(1)}</span>
            <p className="faint">
              {say(score.evidence)} · {t('wallet.scorers', { count: score.scorers })}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Gates({ of }: { of: Partner }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('wallet.gates')}>
      {of.gates.length === 0 ? <Nothing title={t('wallet.noGates')} /> : null}
      <ul className="decisions">
        {of.gates.map((gate) => (
          <li key={gate.stage + gate.evidence.en} className={gate.met ? 'pass' : 'open'}>
            <Icon name={gate.met ? 'check' : 'clock'} size={14} />
            <span>
              <span className="sr">{t(gate.met ? 'check.passed' : 'check.open')}</span>
              {say(gate.evidence)}
            </span>
            <span className="faint">{gate.at ? <Moment at={gate.at} form="day" /> : t(`stage.${gate.stage}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Connector({ of }: { of: Partner }) {
  const t = useText()
  const { language } = useReader()
  const { technical, health } = of
  if (!technical)
    return (
      <Panel title={t('wallet.connector')}>
        <Nothing icon="link" title={t('wallet.noConnector')} />
      </Panel>
    )
  return (
    <Panel title={t('wallet.connector')} note={t('wallet.day')}>
      <Facts
        of={[
          [t('wallet.protocol'), technical.protocol],
          [t('wallet.signature'), <code key="s">{technical.signature}</code>],
          [
            t('wallet.capabilities'),
            <code key="c" className="words">
              {technical.capabilities.join(' · ')}
            </code>,
          ],
          [t('wallet.certificate'), <Moment key="u" at={technical.certificateUntil} form="day" />],
          ...(health
            ? ([
                [t('wallet.calls'), formatCount(health.calls, language)],
                [t('wallet.success'), formatShare(health.successPpm)],
                [t('wallet.median'), formatMs(health.medianMs)],
                [t('wallet.unknown'), String(health.unknown)],
                [t('wallet.lastNotice'), <Moment key="n" at={health.lastNoticeAt} />],
              ] as [string, ReactNode][])
            : []),
        ]}
      />
    </Panel>
  )
}

function History({ of }: { of: Partner }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('wallet.history')}>
      <ol className="history">
        {of.history.map((move) => (
          <li key={move.at + move.stage}>
            <StageBadge of={move.stage} />
            <p>{say(move.reason)}</p>
            <p className="faint">
              <Moment at={move.at} form="day" /> · {say(move.by)}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

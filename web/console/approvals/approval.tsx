import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Approval as Facts } from '../../api/contract-approvals.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts as FactList } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { ObjectLink } from '../objects.tsx'
import { Page } from '../page.tsx'
import { Decide } from './decide.tsx'
import { ApprovalBadge, useRoles } from './states.tsx'
import './approvals.css'

/** One act that waits for others: what exactly, who asked and why, by which clause, and who decided what. */
export default function Approval() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const approval = useAsk('/v1/approvals/{id}', { params: { id } }, { everyMs: 5_000 })
  return (
    <Loaded ask={approval} lines={12}>
      {(found) => (
        <Page
          title={say(found.title)}
          head={
            <h1>
              {say(found.title)} <ApprovalBadge of={found.state} />
            </h1>
          }
          note={say(found.summary)}
          up={{ to: paths.approvals(), name: t('nav.approvals') }}
        >
          <div className="approval">
            <div className="approval-main">
              <What of={found} />
              <Exactly of={found} />
            </div>
            <div className="approval-side">
              <Decide of={found} />
              <Decisions of={found} />
              {found.state === 'granted' || found.outcome ? <Outcome of={found} /> : null}
            </div>
          </div>
        </Page>
      )}
    </Loaded>
  )
}

function What({ of }: { of: Facts }) {
  const t = useText()
  const say = useSay()
  const roles = useRoles()
  const { rule, policyVersion: version } = of
  const clause =
    version === 0
      ? t('approval.clauseDefault', { number: rule.number })
      : t('approval.clauseIs', { number: rule.number, version })
  return (
    <Panel title={t('approval.about')} className="approval-first">
      {of.amount ? (
        <p className="approval-amount">
          <Amount of={of.amount} />
        </p>
      ) : null}
      {of.measured ? (
        <p className="approval-payee">
          <span className="faint">{t('approval.measured')}</span> <Amount of={of.measured.amount} />{' '}
          {say(of.measured.why)}
        </p>
      ) : null}
      {of.payee ? (
        <p className="approval-payee">
          <span className="faint">{t('approval.payee')}</span> {say(of.payee)}
        </p>
      ) : null}
      <FactList
        of={[
          [t('approval.object'), <ObjectLink key="object" of={of.within} />],
          [t('approvals.maker'), say(of.maker.name)],
          [t('approval.reason'), of.reason ?? '—'],
          [t('approvals.askedAt'), <Moment key="asked" at={of.askedAt} form="full" />],
          [t('approvals.deadline'), <Moment key="until" at={of.expiresAt} form="full" />],
          [
            t('approval.clause'),
            <Go key="clause" to={paths.approvalPolicy()}>
              {clause}
            </Go>,
          ],
          ['', t('approval.needs', { count: rule.checkers, roles: roles(rule.roles) })],
        ]}
      />
    </Panel>
  )
}

// The reader's own browser computes the digest of what it shows: nobody grants other things than they read.
function Exactly({ of }: { of: Facts }) {
  const t = useText()
  const computed = useDigest(of.bound)
  return (
    <Panel title={t('approval.exactly')} note={t('approval.exactlyNote')}>
      <pre className="approval-bound">{pretty(of.bound)}</pre>
      <p className="approval-digest">
        <span className="faint">{t('approval.digest')}</span>
        <Digest of={of.digest} head={16} tail={8} copy={t('act.copy')} />
        {computed === null ? null : computed === of.digest ? (
          <span className="gain">
            <Icon name="check" size={13} /> {t('approval.digestHolds')}
          </span>
        ) : (
          <strong className="loss">
            <Icon name="alert" size={13} /> {t('approval.digestDiffers')}
          </strong>
        )}
      </p>
    </Panel>
  )
}

function useDigest(text: string): string | null {
  const [digest, setDigest] = useState<string | null>(null)
  useEffect(() => {
    let isLatest = true
    void crypto.subtle?.digest('SHA-256', new TextEncoder().encode(text)).then((bytes) => {
      if (isLatest) setDigest([...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
    })
    return () => {
      isLatest = false
    }
  }, [text])
  return digest
}

const pretty = (text: string): string => JSON.stringify(JSON.parse(text), null, 2)

function Decisions({ of }: { of: Facts }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      title={t('approval.decisions')}
      extra={<span className="faint">{t('approvals.grants', { grants: of.grants, checkers: of.checkers })}</span>}
    >
      {of.decisions.length === 0 ? <p className="faint">{t('approval.noDecisions')}</p> : null}
      <ul className="approval-decisions">
        {of.decisions.map((made) => (
          <li key={made.person.id}>
            <span className={made.decision === 'grant' ? 'gain' : 'loss'}>
              <Icon name={made.decision === 'grant' ? 'check' : 'close'} size={14} />
            </span>
            <span className="two">
              <span>
                <strong>{say(made.person.name)}</strong> <span className="faint">{say(made.role.title)}</span>{' '}
                {t(`approval.decision.${made.decision}`)}
              </span>
              {made.comment ? <span className="soft">{made.comment}</span> : null}
            </span>
            <Moment at={made.at} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Outcome({ of }: { of: Facts }) {
  const t = useText()
  const say = useSay()
  const refused = of.outcome?.refused ?? null
  return (
    <Panel title={t('approval.outcome')}>
      {of.outcome === null ? <p>{t('approval.outcomeWaits')}</p> : null}
      {of.outcome && !refused ? (
        <p className="approval-made">
          <span className="gain">
            <Icon name="check" size={14} /> {t('approval.outcomeDone')}
          </span>{' '}
          {of.outcome.made ? <ObjectLink of={of.outcome.made} /> : null} <Moment at={of.endedAt} />
        </p>
      ) : null}
      {refused ? (
        <p className="notice notice-cinnabar">
          <span>
            <strong>{t('approval.outcomeNone')}</strong> {say(refused.text)}{' '}
            <code className="faint">{refused.code}</code>
          </span>
        </p>
      ) : null}
    </Panel>
  )
}

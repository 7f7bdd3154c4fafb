import type { Workbench } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Go } from '../go.tsx'
import { Nothing } from '../loaded.tsx'
import { SettlementBadge } from '../states.tsx'

/** Settlement days that wait to be closed or paid. */
export function Due({ of }: { of: Workbench['settlementsDue'] }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel className="bench-third" title={t('workbench.due')} extra={<Go to={paths.settlements()}>{t('act.all')}</Go>}>
      {of.length === 0 ? <Nothing icon="check" title={t('workbench.noDue')} /> : null}
      <ul className="plain-rows">
        {of.map((row) => (
          <li key={row.id}>
            <Go to={paths.settlement(row)} className="plain-row">
              <span className="two">
                <span>
                  {say(row.wallet.name)} <span className="faint figures">{row.day}</span>
                </span>
                <span className="faint">
                  <SettlementBadge of={row.state} /> {t('settlement.pays', { day: row.paysOn })}
                </span>
              </span>
              <Amount of={row.net} sign />
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Days on which the wallet's file and our books differ. */
export function Differences({ of }: { of: Workbench['differences'] }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      className="bench-third"
      title={
        <>
          {t('workbench.differences')} {of.count > 0 ? <span className="count count-cinnabar">{of.count}</span> : null}
        </>
      }
      extra={<Go to={paths.reconciliations()}>{t('act.all')}</Go>}
    >
      {of.reconciliations.length === 0 ? <Nothing icon="check" title={t('workbench.noDifferences')} /> : null}
      <ul className="plain-rows">
        {of.reconciliations.map((row) => (
          <li key={row.id}>
            <Go to={paths.reconciliation(row)} className="plain-row">
              <span className="two">
                <span>
                  {say(row.wallet.name)} <span className="faint figures">{row.day}</span>
                </span>
                <span className="faint">{t('reconciliation.count', { count: row.differences })}</span>
              </span>
              <Amount of={row.difference} />
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Agreements that begin, end or ask for notice soon. */
export function AgreementsNear({ of }: { of: Workbench['agreementsNear'] }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      className="bench-wide"
      title={t('workbench.agreements')}
      extra={<Go to={paths.agreements()}>{t('act.all')}</Go>}
    >
      {of.length === 0 ? <Nothing icon="check" title={t('workbench.noAgreements')} /> : null}
      <ul className="plain-rows near-rows">
        {of.map(({ agreement, event, at, days }) => (
          <li key={agreement.id + event}>
            <Go to={paths.agreement(agreement)} className="plain-row">
              <span className="two">
                <span>
                  {say(agreement.partner.name)} · {t('version.number', { number: agreement.version })}
                </span>
                <span className="faint">
                  {t(`near.${event}`)} <Moment at={at} form="day" />
                </span>
              </span>
              <span className={days <= 14 ? 'count count-ochre' : 'count'}>{t('near.days', { count: days })}</span>
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

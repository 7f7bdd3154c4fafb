import type { Workbench } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Go } from '../go.tsx'
import { Nothing } from '../loaded.tsx'

/** Payments of which we do not know whether money moved: the oldest first. */
export function Unknown({ of }: { of: Workbench['unknown'] }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      className="bench-third"
      title={
        <>
          {t('workbench.unknown')} {of.count > 0 ? <span className="count count-plum">{of.count}</span> : null}
        </>
      }
      note={
        of.count > 0 ? (
          <>
            {t('workbench.unknownSum')} <Amount of={of.amount} />
          </>
        ) : null
      }
      extra={<Go to={paths.payments('state:unknown')}>{t('act.all')}</Go>}
    >
      {of.count === 0 ? <Nothing icon="check" title={t('workbench.noUnknown')} /> : null}
      <ul className="plain-rows">
        {of.payments.map((payment) => (
          <li key={payment.id}>
            <Go to={paths.payment(payment)} className="plain-row">
              <span className="two">
                <span>{payment.subject}</span>
                <span className="faint">
                  {payment.wallet ? say(payment.wallet.name) : '—'} · <Moment at={payment.createdAt} />
                </span>
              </span>
              <Amount of={payment.amount} />
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

import type { Workbench } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { formatCount, formatShare } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { Go } from '../go.tsx'
import { PaymentBadge, paymentTone } from '../states.tsx'

/** Today's payments by state, and who carried them; each row leads to its list. */
export function States({ of }: { of: Workbench }) {
  const t = useText()
  const { language } = useReader()
  const present = of.states.filter((row) => row.count > 0)
  const today = `from:${of.day}`
  return (
    <Panel className="bench-states" title={t('workbench.states')}>
      <div className="stack" aria-hidden="true">
        {present.map((row) => (
          <span key={row.state} className={`stack-${paymentTone(row.state)}`} style={{ flexGrow: row.count }} />
        ))}
      </div>
      <ul className="plain-rows">
        {present.map((row) => (
          <li key={row.state}>
            <Go to={paths.payments(`state:${row.state} ${today}`)} className="plain-row">
              <PaymentBadge of={row.state} />
              <span className="figures">{formatCount(row.count, language)}</span>
              <Amount of={row.amount} className="soft" />
            </Go>
          </li>
        ))}
      </ul>
      <h3 className="sub">{t('workbench.wallets')}</h3>
      <Wallets of={of.wallets} today={today} />
    </Panel>
  )
}

function Wallets({ of, today }: { of: Workbench['wallets']; today: string }) {
  const say = useSay()
  const most = Math.max(1, ...of.map((row) => Number(row.volume.minor)))
  return (
    <ul className="plain-rows">
      {of.map((row) => (
        <li key={row.wallet.id}>
          <Go to={paths.payments(`wallet:${row.wallet.id} ${today}`)} className="plain-row bar-row">
            <span>{say(row.wallet.name)}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${(Number(row.volume.minor) / most) * 100}%` }} />
            </span>
            <span className="faint figures">{formatShare(row.successPpm)}</span>
            <Amount of={row.volume} className="soft" />
          </Go>
        </li>
      ))}
    </ul>
  )
}

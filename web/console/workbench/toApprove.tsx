import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'

/** What waits for this person's approval; takes no place when nothing does. */
export function ToApprove() {
  const t = useText()
  const say = useSay()
  const waiting = useAsk('/v1/approvals', { query: { mine: 'decide', limit: 4 } }, { everyMs: 20_000 })
  if (!waiting.data || waiting.data.items.length === 0) return null
  return (
    <Panel
      className="bench-wide"
      title={
        <>
          {t('workbench.approvals')} <span className="count count-ochre">{waiting.data.toDecide}</span>
        </>
      }
      extra={<Go to={paths.approvals()}>{t('act.all')}</Go>}
    >
      <ul className="plain-rows near-rows">
        {waiting.data.items.map((row) => (
          <li key={row.id}>
            <Go to={paths.approval(row)} className="plain-row">
              <span className="two">
                <span>
                  {say(row.title)} <span className="faint">{say(row.maker.name)}</span>
                </span>
                <span className="faint">
                  {t('approvals.deadline')} <Moment at={row.expiresAt} />
                </span>
              </span>
              {row.amount ? <Amount of={row.amount} /> : null}
            </Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

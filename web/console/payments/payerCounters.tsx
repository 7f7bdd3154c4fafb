import type { ColumnsType } from 'antd/es/table'
import type { PayerAuthentication as Status } from '../../api/contract-sca.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { formatCount, formatMoney } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'

type Rule = Status['exemptions'][number]

/** Every exemption of the regulation: which are granted here, and how often each was. */
export function ExemptionRules({ of }: { of: Rule[] }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const columns: ColumnsType<Rule> = [
    { title: t('sca.rule'), render: (_, row) => <strong className="nowrap">{row.rule}</strong> },
    { title: t('sca.exemption'), render: (_, row) => say(row.title) },
    { title: t('sca.times'), render: (_, row) => <span className="figures">{formatCount(row.count, language)}</span> },
    { title: t('sca.amount'), render: (_, row) => <Amount of={row.amount} /> },
    { title: t('col.state'), render: (_, row) => <Used is={row.isUsed} /> },
  ]
  return (
    <Panel title={t('sca.rules')} note={t('sca.rulesNote')} flush>
      <Rows<Rule>
        label={t('sca.rules')}
        rows={of}
        columns={columns}
        keyOf={(row) => row.exemption}
        card={(row) => (
          <div className="row-card">
            <span className="row-card-line">
              <span>
                <strong>{row.rule}</strong> {say(row.title)}
              </span>
              <Used is={row.isUsed} />
            </span>
            <span className="row-card-line faint figures">
              <span>{t('sca.timesOf', { n: formatCount(row.count, language) })}</span>
              <Amount of={row.amount} />
            </span>
          </div>
        )}
        empty={null}
      />
    </Panel>
  )
}

function Used({ is }: { is: boolean }) {
  const t = useText()
  return (
    <span title={is ? undefined : t('sca.notYetHelp')}>
      <Badge tone={is ? 'jade' : 'slate'}>{t(is ? 'sca.used' : 'sca.notYet')}</Badge>
    </span>
  )
}

/** Small payments that went without authentication since their payers last confirmed. */
export function Counters({ of }: { of: Status['counters'] }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const count = (n: number) => (
    <span key="n" className="figures">
      {formatCount(n, language)}
    </span>
  )
  const note = t('sca.countersNote', { most: formatMoney(of.most, language), sum: formatMoney(of.sum, language) })
  return (
    <Panel title={t('sca.counters')} note={note}>
      <Facts
        of={[
          [t('sca.counting'), count(of.payers)],
          [t('sca.full'), count(of.full)],
          [t('sca.references'), count(of.references)],
          [t('sca.consumers'), count(of.consumers)],
          ...of.wallets.map(
            ({ wallet, name, payers, amount }): Fact => [
              say(name),
              <span key={wallet} className="figures">
                {t('sca.payersOf', { n: formatCount(payers, language) })} · <Amount of={amount} />
              </span>,
            ],
          ),
        ]}
      />
    </Panel>
  )
}

/** Bar code payments of today against the sums that a payer may reach at each level. */
export function DaySums({ of }: { of: Status['days'] }) {
  const t = useText()
  const { language } = useReader()
  return (
    <Panel title={t('sca.days')} note={t('sca.daysNote', { n: formatCount(of.payers, language) })}>
      <Facts
        of={of.levels.map(
          ({ level, most, today, full }): Fact => [
            <span key={level}>
              <strong>{level}</strong>{' '}
              {most ? t('sca.dayMost', { most: formatMoney(most, language) }) : t('sca.byContract')}
            </span>,
            today && (
              <span key="n" className="figures">
                <Amount of={today} /> · {t('sca.fullOf', { n: formatCount(full, language) })}
              </span>
            ),
          ],
        )}
      />
    </Panel>
  )
}

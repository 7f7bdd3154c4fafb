import type { ColumnsType } from 'antd/es/table'
import type { PayerAuthentication as Status } from '../../api/contract-sca.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount } from '../../ui/format.ts'
import { useReader } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Counters, DaySums, ExemptionRules } from './payerCounters.tsx'

type Recent = Status['recent'][number]
type Band = Status['fraud']['bands'][number]

/** How payers were recognised, and which exemptions from strong authentication are open now. */
export default function PayerAuthentication() {
  const t = useText()
  const ask = useAsk('/v1/payer-authentication')
  return (
    <Page title={t('nav.payerAuthentication')} note={t('sca.note')}>
      <Loaded ask={ask} lines={10}>
        {(status) => (
          <div className="columns">
            <div className="column-main">
              <ExemptionRules of={status.exemptions} />
              <Exemptions of={status} />
              <Latest of={status.recent} foreign={status.foreign} />
            </div>
            <div className="column-side">
              <Counters of={status.counters} />
              <DaySums of={status.days} />
              <Levels of={status} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Levels({ of: { levels, methods } }: { of: Status }) {
  const t = useText()
  const { language } = useReader()
  return (
    <>
      <Panel title={t('sca.levels')} note={t('sca.levelsNote')}>
        <Facts
          of={levels.map(({ level, count, amount }) => [
            <span key={level}>
              <strong>{level}</strong> {t(`sca.level.${level}`)}
            </span>,
            <span key="n" className="figures">
              {formatCount(count, language)} · <Amount of={amount} />
            </span>,
          ])}
        />
      </Panel>
      <Panel title={t('sca.methods')}>
        {methods.length === 0 ? (
          <p className="faint">{t('sca.noMethods')}</p>
        ) : (
          <Facts
            of={methods.map(({ method, count, last }) => [
              t(`sca.method.${method}`),
              <span key={method} className="figures">
                {formatCount(count, language)} · {t('sca.last')} <Moment at={last} />
              </span>,
            ])}
          />
        )}
      </Panel>
    </>
  )
}

const percent = (ppm: number): string => `${(ppm / 10_000).toFixed(3)} %`

function Exemptions({ of: { fraud } }: { of: Status }) {
  const t = useText()
  const now = fraud.ratePpm === null ? t('sca.noRate') : percent(fraud.ratePpm)
  const columns: ColumnsType<Band> = [
    { title: t('sca.upTo'), render: (_, band) => <Amount of={band.most} /> },
    { title: t('sca.reference'), render: (_, band) => <span className="figures">{percent(band.ratePpm)}</span> },
    { title: t('sca.rate'), render: () => <span className="figures">{now}</span> },
    { title: t('col.state'), render: (_, band) => <Open is={band.isOpen} /> },
  ]
  return (
    <Panel title={t('sca.exemptions')} note={t('sca.exemptionsNote')} flush>
      <Rows<Band>
        label={t('sca.exemptions')}
        rows={fraud.bands}
        columns={columns}
        keyOf={(band) => band.most.minor}
        card={(band) => (
          <div className="row-card">
            <span className="row-card-line">
              <span>
                {t('sca.upTo')} <Amount of={band.most} />
              </span>
              <Open is={band.isOpen} />
            </span>
            <span className="row-card-line faint figures">
              <span>
                {t('sca.reference')} {percent(band.ratePpm)}
              </span>
              <span>{now}</span>
            </span>
          </div>
        )}
        empty={null}
      />
    </Panel>
  )
}

function Open({ is }: { is: boolean }) {
  const t = useText()
  return <Badge tone={is ? 'jade' : 'slate'}>{t(is ? 'sca.open' : 'sca.closed')}</Badge>
}

function Latest({ of, foreign }: { of: Recent[]; foreign: Status['foreign'] }) {
  const t = useText()
  const byOther = new Set(foreign.map(({ payment }) => payment))
  const columns: ColumnsType<Recent> = [
    { title: t('col.time'), render: (_, row) => <Moment at={row.at} /> },
    {
      title: t('col.payment'),
      render: (_, row) => (
        <Go to={paths.payment({ id: row.payment })} className="strong">
          <code>{row.payment}</code>
        </Go>
      ),
    },
    { title: t('sca.how'), render: (_, row) => t(`sca.method.${row.method}`) },
    { title: t('col.state'), render: (_, row) => <Proof of={row.proof} byOther={byOther.has(row.payment)} /> },
    { title: t('sca.linked'), render: (_, row) => <Digest of={row.linked} /> },
  ]
  return (
    <Panel title={t('sca.recent')} flush>
      <Rows<Recent>
        label={t('sca.recent')}
        rows={of}
        columns={columns}
        keyOf={(row) => row.id}
        card={(row) => (
          <Go to={paths.payment({ id: row.payment })} className="row-card">
            <span className="row-card-line">
              <strong>{t(`sca.method.${row.method}`)}</strong>
              <Proof of={row.proof} byOther={byOther.has(row.payment)} />
            </span>
            <span className="row-card-line faint">
              <code>{row.payment}</code>
              <Moment at={row.at} />
            </span>
          </Go>
        )}
        empty={<Nothing icon="verify" title={t('sca.none')} help={t('sca.noneHelp')} />}
      />
    </Panel>
  )
}

function Proof({ of, byOther }: { of: Recent['proof']; byOther: boolean }) {
  const t = useText()
  if (byOther)
    return (
      <span title={t('sca.byOtherHelp')}>
        <Badge tone="cinnabar">{t('sca.byOther')}</Badge>
      </span>
    )
  return <Badge tone={of === 'two-factor' ? 'jade' : 'ochre'}>{t(`sca.proof.${of}`)}</Badge>
}

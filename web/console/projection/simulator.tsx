import { useMutation } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { AgreementRow, AgreementVersion } from '../../api/contract.ts'
import type { ProjectionAsk, TrafficAsk } from '../../api/contract-projection.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded, Nothing, Trouble } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { type Clauses, changesBetween } from './draft.ts'
import { LeafEditor } from './leafEditor.tsx'
import { Priced } from './priced.tsx'
import { history, isWhole, type Traffic, TrafficForm, trafficAsk } from './trafficForm.tsx'

/** Pick an agreement, change any of its values, pick payments: what would these terms have earned whom? */
export default function Simulator() {
  const t = useText()
  const agreements = useAsk('/v1/agreements', { query: { limit: 100 } })
  return (
    <Page title={t('nav.simulator')} note={t('simulate.note')}>
      <Loaded ask={agreements} lines={8}>
        {({ items }) =>
          items.length === 0 ? <Nothing icon="agreement" title={t('simulate.none')} /> : <Choose among={items} />
        }
      </Loaded>
    </Page>
  )
}

function Choose({ among }: { among: AgreementRow[] }) {
  const t = useText()
  const say = useSay()
  const wished = new URLSearchParams(location.search).get('agreement')
  const first = among.find(({ id }) => id === wished) ?? among.find(({ state }) => state === 'in-force') ?? among[0]
  const [id, setId] = useState(first?.id ?? '')
  const chosen = among.find((one) => one.id === id)
  const [number, setNumber] = useState<number | null>(null)
  const n = number ?? chosen?.version ?? 1
  const version = useAsk('/v1/agreements/{id}/versions/{n}', { params: { id, n } })
  const pick = (
    <>
      <Field label={t('simulate.agreement')}>
        {(field) => (
          <Select
            id={field}
            value={id}
            onChange={(next) => {
              setId(next)
              setNumber(null)
            }}
            options={among.map((one) => ({ value: one.id, label: say(one.partner.name) }))}
          />
        )}
      </Field>
      <Field label={t('simulate.version')}>
        {(field) => (
          <Select
            id={field}
            value={n}
            onChange={setNumber}
            options={Array.from({ length: chosen?.versions ?? 1 }, (_, at) => ({
              value: at + 1,
              label: t('simulate.versionNumber', { number: at + 1 }),
            }))}
          />
        )}
      </Field>
    </>
  )
  return (
    <Loaded ask={version} lines={10}>
      {(found) => <Bench key={`${found.agreement} ${found.version}`} of={found} pick={pick} />}
    </Loaded>
  )
}

function Bench({ of, pick }: { of: AgreementVersion; pick: React.ReactNode }) {
  const t = useText()
  const [clauses, setClauses] = useState<Clauses>(of.terms.clauses)
  const [traffic, setTraffic] = useState<Traffic>(history)
  const priced = useMutation({
    mutationFn: (ask: ProjectionAsk) => post('/v1/projections', ask),
  })
  const changed = changesBetween(of.terms.clauses, clauses)
  const sound = isWhole(traffic)
  return (
    <div className="simulate">
      <Panel title={t('simulate.inputs')}>
        <div className="simulate-form">
          {pick}
          <LeafEditor original={of.terms.clauses} clauses={clauses} change={setClauses} />
          <p className="faint">
            {t('simulate.changed', { count: changed })}{' '}
            {changed > 0 ? (
              <Button size="small" onClick={() => setClauses(of.terms.clauses)}>
                {t('simulate.reset')}
              </Button>
            ) : null}
          </p>
          <TrafficForm of={traffic} change={setTraffic} />
          <Button
            type="primary"
            loading={priced.isPending}
            disabled={!sound}
            title={sound ? '' : t('simulate.whole')}
            onClick={() => priced.mutate(askOf(of, clauses, changed, trafficAsk(traffic)))}
          >
            {t('simulate.run')}
          </Button>
        </div>
      </Panel>
      <div>
        {priced.error ? <Trouble error={priced.error} /> : null}
        {priced.data ? <Priced of={priced.data} /> : null}
        {priced.data || priced.error ? null : (
          <Panel>
            <Nothing icon="reconciliation" title={t('simulate.first')} help={t('simulate.firstHelp')} />
          </Panel>
        )}
      </div>
    </div>
  )
}

// Unchanged terms are the version itself; changed ones are sent whole, and compared with it.
function askOf(of: AgreementVersion, clauses: Clauses, changed: number, traffic: TrafficAsk): ProjectionAsk {
  const version = { agreement: of.agreement, version: of.version }
  const more = { partner: of.partner.id, traffic, breakEven: true, sensitivity: true }
  if (changed === 0) return { ...more, of: version }
  const { schema } = of.terms
  const terms = { schema, ...version, amends: of.amends, renderer: of.renderer, clauses }
  return { ...more, of: { terms }, against: version }
}

import { useMutation } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { get, post } from '../../api/client.ts'
import type { Room } from '../../api/contract-negotiation.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Trouble } from '../loaded.tsx'
import { Priced } from '../projection/priced.tsx'
import { history, isWhole, type Traffic, TrafficForm, trafficAsk } from '../projection/trafficForm.tsx'
import type { Draft } from './offers.tsx'

type Whose = 'base' | 'institution' | 'wallet' | 'draft'

/** What the terms of a side earn and cost both, beside those of another: on real or imagined payments. */
export function Price({ of, draft }: { of: Room; draft: Draft }) {
  const t = useText()
  const drafted = Object.keys(draft).length > 0
  const [chosen, setChosen] = useState<Whose | null>(null)
  const [against, setAgainst] = useState<Whose>(of.side === 'institution' ? 'wallet' : 'institution')
  const [traffic, setTraffic] = useState<Traffic>(history)
  // What is being drafted is what one wants to see priced, as long as there is a draft.
  const whose = chosen === null || (chosen === 'draft' && !drafted) ? (drafted ? 'draft' : of.side) : chosen
  const ask = useMutation({
    mutationFn: async () => {
      const [terms, other] = await Promise.all([termsOf(of, whose, draft), termsOf(of, against, draft)])
      const more = { partner: of.partner.id, traffic: trafficAsk(traffic), breakEven: true }
      return await post('/v1/projections', { ...more, of: { terms }, against: { terms: other } })
    },
  })
  const good = isWhole(traffic)
  const options = (['base', 'institution', 'wallet'] as const).map((value) => ({
    value: value as Whose,
    label: t(`negotiation.terms.${value}`),
  }))
  const draftOption = { value: 'draft' as const, label: t('negotiation.terms.draft') }
  return (
    <>
      <Panel title={t('negotiation.price')} note={t('negotiation.priceHelp')}>
        <div className="nego-price">
          <Field label={t('negotiation.priceOf')}>
            {(id) => (
              <Select
                id={id}
                value={whose}
                onChange={setChosen}
                options={drafted ? [draftOption, ...options] : options}
              />
            )}
          </Field>
          <Field label={t('negotiation.priceAgainst')}>
            {(id) => <Select id={id} value={against} onChange={setAgainst} options={options} />}
          </Field>
          <TrafficForm of={traffic} change={setTraffic} />
          <Button
            loading={ask.isPending}
            disabled={!good}
            title={good ? '' : t('simulate.whole')}
            onClick={() => ask.mutate()}
          >
            {t('simulate.run')}
          </Button>
        </div>
      </Panel>
      {ask.error ? <Trouble error={ask.error} /> : null}
      {ask.data ? <Priced of={ask.data} /> : null}
    </>
  )
}

async function termsOf({ id, side }: Room, whose: Whose, draft: Draft): Promise<Record<string, unknown>> {
  const asked = { params: { id }, query: { of: whose === 'draft' ? side : whose } }
  const { terms } = await get('/v1/negotiations/{id}/terms', asked)
  if (whose !== 'draft') return terms
  return { ...terms, clauses: { ...(terms['clauses'] as Record<string, unknown>), ...draft } }
}

import { Input, Segmented } from 'antd'
import type { TrafficAsk } from '../../api/contract-projection.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'

/** The form's own words: texts, until they are sent. */
export type Traffic = { kind: 'history' | 'synthetic'; days: string; perDay: string; ticket: string; growth: string }

/** Ninety days of what really happened. */
export const history: Traffic = { kind: 'history', days: '90', perDay: '120', ticket: '6400', growth: '20000' }

/** True when everything that will be sent is a whole number. */
export const isWhole = ({ kind, days, perDay, ticket, growth }: Traffic): boolean =>
  (kind === 'history' ? [days] : [days, perDay, ticket]).every((text) => /^[1-9]\d{0,8}$/.test(text)) &&
  (kind === 'history' || /^(0|[1-9]\d{0,5})$/.test(growth))

/** Which payments the terms are to be replayed on. */
export function TrafficForm({ of, change }: { of: Traffic; change: (traffic: Traffic) => void }) {
  const t = useText()
  const field = (name: 'days' | 'perDay' | 'ticket' | 'growth', label: TextKey) => {
    const good = (name === 'growth' ? /^(0|[1-9]\d{0,5})$/ : /^[1-9]\d{0,8}$/).test(of[name])
    return (
      <Field label={t(label)} wrong={!good} help={good ? null : t('simulate.whole')}>
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            inputMode="numeric"
            value={of[name]}
            status={good ? '' : 'error'}
            onChange={(event) => change({ ...of, [name]: event.target.value.trim() })}
          />
        )}
      </Field>
    )
  }
  return (
    <>
      <Segmented
        aria-label={t('simulate.traffic')}
        block
        value={of.kind}
        onChange={(kind) => change({ ...of, kind })}
        options={[
          { value: 'history' as const, label: t('simulate.history') },
          { value: 'synthetic' as const, label: t('simulate.forecast') },
        ]}
      />
      <div className="simulate-pair">
        {field('days', 'simulate.days')}
        {of.kind === 'synthetic' ? field('perDay', 'simulate.perDay') : null}
        {of.kind === 'synthetic' ? field('ticket', 'simulate.ticket') : null}
        {of.kind === 'synthetic' ? field('growth', 'simulate.growth') : null}
      </div>
    </>
  )
}

/** The form as the API takes it. */
export function trafficAsk({ kind, days, perDay, ticket, growth }: Traffic): TrafficAsk {
  if (kind === 'history') return { kind, days: Number(days) }
  return {
    kind,
    days: Number(days),
    currency: 'CNY',
    paymentsPerDay: Number(perDay),
    products: [
      { product: 'qr-merchant', weight: 60, meanMinor: ticket, spreadPpm: 700_000 },
      { product: 'online', weight: 40, meanMinor: ticket, spreadPpm: 900_000 },
    ],
    strengths: [
      { strength: 'two-factor', weight: 85 },
      { strength: 'one-factor', weight: 15 },
    ],
    growthPpmPerMonth: Number(growth),
    refundPpm: 30_000,
    merchants: 20,
    seed: 20_260_701,
  }
}

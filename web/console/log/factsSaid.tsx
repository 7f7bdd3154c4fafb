import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Go } from '../go.tsx'
import { pageOf } from './names.ts'

/** The facts of a record: amounts as amounts, things that have a page as links, the rest as it was written. */
export function FactsSaid({ of }: { of: { [name: string]: unknown } }) {
  const t = useText()
  const facts = Object.entries(of)
  if (facts.length === 0) return <p className="faint">{t('log.noFacts')}</p>
  return <Facts of={facts.map(([name, value]) => [<code key="name">{name}</code>, <Value key="value" of={value} />])} />
}

function Value({ of }: { of: unknown }) {
  if (isMoney(of)) return <Amount of={of} />
  if (typeof of !== 'string') return <code>{JSON.stringify(of)}</code>
  const page = pageOf(of)
  const words = of.length > 40 ? <Digest of={of} head={16} tail={8} /> : <code>{of}</code>
  return page ? <Go to={page}>{words}</Go> : words
}

const isMoney = (value: unknown): value is { currency: string; minor: string } =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 2 &&
  'currency' in value &&
  'minor' in value &&
  /^[A-Z]{3}$/.test(String(value.currency)) &&
  /^-?\d+$/.test(String(value.minor))

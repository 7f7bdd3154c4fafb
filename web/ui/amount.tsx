import type { Money } from '../api/values.ts'
import { formatMoney } from './format.ts'
import { useReader } from './language.ts'

type Props = {
  of: Money
  /** Show + before what is gained. */
  sign?: boolean
  /** Colour by sign: gained jade, lost cinnabar. */
  tone?: boolean
  className?: string
}

/** Money in tabular figures; never breaks over a line. */
export function Amount({ of, sign = false, tone = false, className = '' }: Props) {
  const { language } = useReader()
  const size = BigInt(of.minor)
  const colour = !tone || size === 0n ? '' : size > 0n ? 'gain' : 'loss'
  return (
    <span className={`amount ${colour} ${className}`}>
      {sign && size > 0n ? '+' : ''}
      {formatMoney(of, language)}
    </span>
  )
}

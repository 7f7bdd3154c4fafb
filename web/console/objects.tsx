import { paths } from '../paths.ts'
import { type TextKey, useText } from '../text/text.ts'
import { Go } from './go.tsx'

const whys = [
  'capture',
  'merchant-fee',
  'wallet-fee',
  'revenue-share',
  'refund',
  'merchant-fee-return',
  'wallet-fee-return',
  'revenue-share-return',
  'settlement',
  'payout',
  'funding',
  'reserve',
  'adjustment',
  'limit',
  'late-success',
  'late-success-returned',
] as const // prettier: one list

/** Why an entry was booked; a code we have no words for is shown as it is. */
export function WhyText({ of }: { of: string }) {
  const t = useText()
  return <>{(whys as readonly string[]).includes(of) ? t(`why.${of}` as TextKey) : of}</>
}

/** Leads to what an id names, as far as it has a page. */
export function ObjectLink({ of }: { of: string }) {
  const short = <code title={of}>{of.length > 14 ? `${of.slice(0, 4)}…${of.slice(-6)}` : of}</code>
  const [kind] = of.split('_')
  switch (kind) {
    case 'pay':
      return <Go to={paths.payment({ id: of })}>{short}</Go>
    case 'stl':
      return <Go to={paths.settlement({ id: of })}>{short}</Go>
    case 'rec':
      return <Go to={paths.reconciliation({ id: of })}>{short}</Go>
    case 'par':
      return <Go to={paths.wallet({ id: of })}>{short}</Go>
    case 'agr':
      return <Go to={paths.agreement({ id: of })}>{short}</Go>
    default:
      return short
  }
}

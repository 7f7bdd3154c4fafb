import { sampleMoney } from './sampleMoney.ts'
import { sampleService } from './sampleService.ts'
import type { Clauses, Terms } from './terms.ts'

export type SampleOverrides = Partial<Omit<Terms, 'clauses'>> & { clauses?: Partial<Clauses> }

/**
 * A complete, plausible agreement of 云汇支付 with 支付宝 for tests, screens and the demo world: valid, normalised, new on every
 * call. Header members and whole clauses may be replaced. Prices are invented but of the size mainland wallets charge.
 */
export function sampleTerms(overrides: SampleOverrides = {}): Terms {
  const { clauses, ...header } = overrides
  return {
    schema: 'wallet-agreement/1',
    agreement: 'agr_01jz0y2m3n4p5q6r7s8t9v0w1x',
    version: 1,
    amends: null,
    renderer: 'paper/1',
    ...header,
    clauses: { ...sampleService(), ...sampleMoney(), ...clauses },
  }
}

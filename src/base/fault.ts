/** Who can mend it. */
export type FaultParty = 'payer' | 'merchant' | 'wallet' | 'us' | 'scheme' | 'regulator'
/** What a caller may do next. */
export type FaultRetry = 'never' | 'same_key' | 'after' | 'after_fix' | 'other_method'
/** What happened to the money. */
export type FaultMoney = 'none_moved' | 'may_have_moved' | 'moved'

export type FaultRow = {
  status: number
  zh: string
  en: string
  party?: FaultParty
  retry?: FaultRetry
  money?: FaultMoney
}

/** What a caller did wrong and can mend: it becomes an RFC 9457 problem with both languages. */
export class Fault extends Error {
  readonly code: string
  readonly status: number
  readonly zh: string
  readonly en: string
  readonly party: FaultParty
  readonly retry: FaultRetry
  readonly money: FaultMoney
  readonly values: Record<string, string>
  /** JSON pointer of the body member at fault, or the agreement clause that refused. */
  readonly at: string | undefined

  constructor(code: string, row: FaultRow, values: Record<string, string> = {}, at?: string) {
    super(`${code}: ${fill(row.en, values)}`)
    this.name = 'Fault'
    this.code = code
    this.status = row.status
    this.zh = fill(row.zh, values)
    this.en = fill(row.en, values)
    this.party = row.party ?? 'merchant'
    this.retry = row.retry ?? 'after_fix'
    this.money = row.money ?? 'none_moved'
    this.values = values
    this.at = at
  }
}

export type FaultMaker = ((values?: Record<string, string>, at?: string) => Fault) & { code: string; row: FaultRow }

/**
 * A module's one table of faults. `{name}` in a text is filled from the values.
 * `const paymentFaults = faults('payments', { notPaid: { status: 409, zh: '…', en: '…' } })`, then
 * `throw paymentFaults.notPaid({ payment })`. The code is `payments.not_paid`.
 */
export function faults<Name extends string>(module: string, table: Record<Name, FaultRow>): Record<Name, FaultMaker> {
  const makers = Object.entries<FaultRow>(table).map(([name, row]) => {
    const code = `${module}.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
    const make = (values: Record<string, string> = {}, at?: string): Fault => new Fault(code, row, values, at)
    return [name, Object.assign(make, { code, row })]
  })
  return Object.fromEntries(makers) as Record<Name, FaultMaker>
}

const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? hole) : hole))

/**
 * What can be made to go wrong, and nothing else: every fault that a payment system must survive has a lever here.
 * delay: answers `ms` later · drop_request: the call is lost before it is executed · drop_response: executed, the answer lost ·
 * busy: code 20000 · http: an HTTP `status` · refuse: 40004 with `subCode` · bad_signature, unsigned: of the answer ·
 * unknown_word: a state or code that no document names · wrong_amount, wrong_order: a signed answer about something else ·
 * late_success: a cancel or close that is answered well and does nothing · duplicate_notice: every notice comes twice ·
 * hold_notice: no notice leaves while it is pulled · reorder_notices: newest first · short_bill: a line is missing ·
 * cent_off: a line is one fen off · overcharge: the fee of an order is `fen` more · late_bill: the bill is not ready ·
 * cut_bill: the file ends half way.
 */
export const leverKinds = [
  'delay',
  'drop_request',
  'drop_response',
  'busy',
  'http',
  'refuse',
  'bad_signature',
  'unsigned',
  'unknown_word',
  'wrong_amount',
  'wrong_order',
  'late_success',
  'duplicate_notice',
  'hold_notice',
  'reorder_notices',
  'short_bill',
  'cent_off',
  'overcharge',
  'late_bill',
  'cut_bill',
] as const
export type LeverKind = (typeof leverKinds)[number]

export type Lever = {
  readonly id: string
  readonly kind: LeverKind
  /** Only for this method, such as alipay.trade.pay; null for all. */
  readonly method: string | null
  readonly orderNo: string | null
  /** Statement day, for the levers of the bill. */
  readonly day: string | null
  /** How often it works; null until released. */
  readonly times: number | null
  readonly ms: number
  readonly status: number
  readonly subCode: string
  readonly fen: string
  /** busy and http: whether the call was executed all the same. */
  readonly executed: boolean
  /** short_bill and cent_off: whether the trailer agrees with the wrong lines (true) or with the truth. */
  readonly trailerFollows: boolean
}
export type Pull = { kind: LeverKind } & Partial<Omit<Lever, 'id' | 'kind'>>

export type Levers = {
  /** Pulls a lever; answers its id. */
  pull(pull: Pull): string
  release(id: string): void
  releaseAll(): void
  list(): Lever[]
  /** The first lever of the kind that fits, counted down; null when none is pulled. */
  take(kind: LeverKind, about?: About): Lever | null
}
type About = { method?: string; orderNo?: string | null; day?: string }

/** Where levers are kept, so that they survive a restart. */
export type LeverStore = {
  readonly levers: ReadonlyMap<string, Lever>
  hasRoom(kind: 'lever'): boolean
  put(kind: 'lever', key: string, value: Lever): void
  drop(kind: 'lever', key: string): void
  commit(): void
}

export function makeLevers(books: LeverStore): Levers {
  let made = books.levers.size
  return {
    pull: (pull) => {
      made++
      while (books.levers.has(`lever-${made}`)) made++
      const lever = { ...unset, ...pull, id: `lever-${made}` }
      if (!books.hasRoom('lever')) return ''
      books.put('lever', lever.id, lever)
      books.commit()
      return lever.id
    },
    release: (id) => {
      books.drop('lever', id)
      books.commit()
    },
    releaseAll: () => {
      for (const id of books.levers.keys()) books.drop('lever', id)
      books.commit()
    },
    list: () => [...books.levers.values()],
    take: (kind, about = {}) => {
      for (const lever of books.levers.values()) {
        if (lever.kind !== kind || !fits(lever, about)) continue
        if (lever.times !== null && lever.times <= 1) books.drop('lever', lever.id)
        else if (lever.times !== null) books.put('lever', lever.id, { ...lever, times: lever.times - 1 })
        return lever
      }
      return null
    },
  }
}

const unset: Omit<Lever, 'id' | 'kind'> = {
  method: null,
  orderNo: null,
  day: null,
  times: null,
  ms: 0,
  status: 503,
  subCode: 'ACQ.SYSTEM_ERROR',
  fen: '1',
  executed: false,
  trailerFollows: true,
}

const fits = (lever: Lever, about: About): boolean =>
  (lever.method === null || lever.method === about.method) &&
  (lever.orderNo === null || lever.orderNo === about.orderNo) &&
  (lever.day === null || lever.day === about.day)

/** Reads a pull from outside (the control API); null when it is not one. */
export function pullFrom(body: unknown): Pull | null {
  if (typeof body !== 'object' || body === null) return null
  const given = body as Record<string, unknown>
  if (!leverKinds.includes(given['kind'] as LeverKind)) return null
  const text = (name: string) =>
    typeof given[name] === 'string' ? { [name]: (given[name] as string).slice(0, 64) } : {}
  const whole = (name: string, max: number) =>
    Number.isSafeInteger(given[name]) ? { [name]: Math.min(Math.max(given[name] as number, 0), max) } : {}
  const flag = (name: string) => (typeof given[name] === 'boolean' ? { [name]: given[name] } : {})
  const fen = typeof given['fen'] === 'string' && /^-?\d{1,12}$/.test(given['fen']) ? { fen: given['fen'] } : {}
  return {
    kind: given['kind'] as LeverKind,
    ...text('method'),
    ...text('orderNo'),
    ...text('day'),
    ...text('subCode'),
    ...fen,
    ...whole('times', 1_000_000),
    ...whole('ms', 600_000),
    ...whole('status', 599),
    ...flag('executed'),
    ...flag('trailerFollows'),
  }
}

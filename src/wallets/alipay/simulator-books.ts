import type { Journal } from './simulator-journal.ts'
import type { Lever } from './simulator-levers.ts'

export type Refund = { requestNo: string; fen: bigint; feeBackFen: bigint; at: number; isCancel: boolean }

export type Trade = {
  appId: string
  orderNo: string
  /** Null until a shopper scans: before that Alipay knows no trade. */
  tradeNo: string | null
  subject: string
  totalFen: bigint
  scene: 'qr' | 'bar_code'
  state: 'UNSCANNED' | 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED'
  madeAt: number
  openedAt: number | null
  paidAt: number | null
  closedAt: number | null
  /** Absolute end (time_expire), and the relative one that starts when the shopper opens it (timeout_express). */
  expiresAt: number | null
  expressMs: number | null
  qrCode: string | null
  authCode: string | null
  shopper: string | null
  fund: string | null
  /** Closed or cancelled before the scan: the code can no longer be opened. */
  isLocked: boolean
  cancelAction: 'close' | 'refund' | null
  refunds: Refund[]
  feeFen: bigint
  notifyUrl: string | null
  storeNo: string
  /** What the shopper's phone holds to confirm this payment. */
  token: string | null
}

export type Fund = {
  id: string
  channel: 'ALIPAYACCOUNT' | 'BANKCARD' | 'PCREDIT'
  zh: string
  en: string
  leftFen: bigint
}
export type Shopper = {
  id: string
  name: { zh: string; en: string }
  userId: string
  logonId: string
  pin: string
  funds: Fund[]
}
export type PayCode = { code: string; shopper: string; madeAt: number; isUsed: boolean }
export type PendingNotice = {
  id: string
  orderNo: string
  url: string
  params: Record<string, string>
  attempts: number
  dueAt: number
}

type Kept = { trade: Trade; shopper: Shopper; code: PayCode; notice: PendingNotice; lever: Lever }
type Kind = keyof Kept

/** Everything the simulator remembers. Whatever changes is put back with `put` and written with `commit`. */
export type Books = {
  readonly trades: ReadonlyMap<string, Trade>
  /** Trades that may still be paid. */
  readonly open: ReadonlySet<Trade>
  readonly shoppers: ReadonlyMap<string, Shopper>
  readonly codes: ReadonlyMap<string, PayCode>
  readonly notices: ReadonlyMap<string, PendingNotice>
  readonly levers: ReadonlyMap<string, Lever>
  trade(appId: string, orderNo: string): Trade | null
  byQr(code: string): Trade | null
  byToken(token: string): Trade | null
  byTradeNo(tradeNo: string): Trade | null
  /** False when that kind is full: the list has an end. */
  hasRoom(kind: Kind): boolean
  put<K extends Kind>(kind: K, key: string, value: Kept[K]): void
  drop(kind: Kind, key: string): void
  commit(): void
  nextNumber(): number
}

const most: Record<Kind, number> = { trade: 1_000_000, shopper: 1_000, code: 10_000, notice: 100_000, lever: 1_000 }

export const tradeKey = (appId: string, orderNo: string): string => `${appId} ${orderNo}`
const isOpen = (trade: Trade): boolean => trade.state === 'UNSCANNED' || trade.state === 'WAIT_BUYER_PAY'

/** Opens the books from the journal, and shortens a journal that says the same things many times over. */
export function openBooks(journal: Journal): Books {
  const maps: { [K in Kind]: Map<string, Kept[K]> } = {
    trade: new Map(),
    shopper: new Map(),
    code: new Map(),
    notice: new Map(),
    lever: new Map(),
  }
  const open = new Set<Trade>()
  const byQr = new Map<string, Trade>()
  const byToken = new Map<string, Trade>()
  const byTradeNo = new Map<string, Trade>()
  const index = (trade: Trade): void => {
    if (isOpen(trade)) open.add(trade)
    else open.delete(trade)
    if (trade.qrCode) byQr.set(trade.qrCode, trade)
    if (trade.token) byToken.set(trade.token, trade)
    if (trade.tradeNo) byTradeNo.set(trade.tradeNo, trade)
  }
  let lines = 0
  for (const [kind, key, value] of journal.replay()) {
    lines++
    const map = maps[kind as Kind] as Map<string, unknown>
    if (value === null) map.delete(key)
    else map.set(key, value)
  }
  for (const trade of maps.trade.values()) index(trade)
  const kinds = Object.keys(maps) as Kind[]
  const count = kinds.reduce((total, kind) => total + maps[kind].size, 0)
  if (lines > 10_000 && lines > count * 3) journal.compact(allOf(maps))
  // The last word about each thing since the last commit; a thing changed twice in one call is written once.
  const changed = new Map<string, [Kind, string, unknown]>()
  let number = maps.trade.size
  return {
    trades: maps.trade,
    open,
    shoppers: maps.shopper,
    codes: maps.code,
    notices: maps.notice,
    levers: maps.lever,
    trade: (appId, orderNo) => maps.trade.get(tradeKey(appId, orderNo)) ?? null,
    byQr: (code) => byQr.get(code) ?? null,
    byToken: (token) => byToken.get(token) ?? null,
    byTradeNo: (tradeNo) => byTradeNo.get(tradeNo) ?? null,
    hasRoom: (kind) => maps[kind].size < most[kind],
    put: (kind, key, value) => {
      ;(maps[kind] as Map<string, unknown>).set(key, value)
      if (kind === 'trade') index(value as Trade)
      changed.set(`${kind} ${key}`, [kind, key, value])
    },
    drop: (kind, key) => {
      if (maps[kind].delete(key)) changed.set(`${kind} ${key}`, [kind, key, null])
    },
    commit: () => {
      if (changed.size === 0) return
      journal.append([...changed.values()])
      changed.clear()
    },
    nextNumber: () => ++number,
  }
}

function* allOf(maps: Record<Kind, Map<string, unknown>>): Generator<[Kind, string, unknown]> {
  for (const kind of Object.keys(maps) as Kind[]) {
    for (const [key, value] of maps[kind]) yield [kind, key, value]
  }
}

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { feeOf } from '../agreements/fee.ts'
import type { Terms } from '../agreements/terms.ts'
import { money } from '../base/money.ts'
import { type Instant, monthOf } from '../base/time.ts'
import { type AlipaySimulator, startAlipaySimulator } from '../wallets/alipay/simulator.ts'
import type { Trade } from '../wallets/alipay/simulator-books.ts'
import type { SimulatorKeys } from '../wallets/alipay/simulator-keys.ts'
import { connect } from '../wallets/connect.ts'
import type { Fetch, Inside, World } from '../world/world.ts'

/** How the sandbox is known to its Alipay. The numbers have Alipay's form and belong to nobody. */
export const appId = '2021004700000001'
const sellerId = '2088470000000001'
const appKey = 'alipay-app.key'
const simulatorKey = 'sandbox-alipay-platform.key'

/** The simulated Alipay of the sandbox: on a port with a real clock, or in this process with the clock of the history. */
export async function openAlipay(
  w: World,
  of: { home: string; port: number | null; deliver: Fetch; terms: (at: Instant) => Terms | null },
): Promise<AlipaySimulator> {
  const phoneDir = fileURLToPath(new URL('../../dist/web/phone', import.meta.url))
  const books: { simulator: AlipaySimulator | null } = { simulator: null }
  const simulator = await startAlipaySimulator({
    port: of.port,
    now: w.now,
    random: w.random,
    keys: keysOf(w),
    fetch: of.deliver,
    journalPath: join(of.home, 'alipay-simulator.jsonl'),
    phoneDir: existsSync(phoneDir) ? phoneDir : null,
    manual: of.port === null,
    fee: (trade) => feeBySigned(of.terms(trade.madeAt), trade, books.simulator),
  })
  books.simulator = simulator
  return simulator
}

/** Our account at the simulated Alipay. */
export async function connectAlipay(i: Inside, partner: string, gateway: string, notifyUrl: string): Promise<void> {
  i.keys.readOrMake(appKey, newKey)
  await connect(i, {
    wallet: 'alipay',
    partner,
    appId,
    sellerId,
    gateway,
    notifyUrl,
    signingKey: appKey,
    signingCertificate: null,
    trusted: [publicOf(i.keys.readOrMake(simulatorKey, newKey))],
    roots: null,
  })
}

// The simulated wallet keeps to what it signed: it charges by the same agreement, computed from its own books, not from ours.
function feeBySigned(terms: Terms | null, trade: Trade, simulator: AlipaySimulator | null): bigint {
  const rule = terms?.clauses.fees.rules.find(({ payer, payee }) => payer === 'institution' && payee === 'wallet')
  if (!terms || !rule || !simulator || trade.paidAt === null) return 0n
  const month = monthOf(trade.paidAt, terms.clauses.fees.zone)
  const counted = meters.get(simulator) ?? new Map<string, bigint>()
  meters.set(simulator, counted)
  const volume = counted.get(month) ?? volumeBefore(simulator, trade, month, terms.clauses.fees.zone)
  counted.set(month, volume + trade.totalFen)
  return feeOf(rule.price, money('CNY', trade.totalFen), { volume, count: 0n }).amount.minor
}

const meters = new WeakMap<AlipaySimulator, Map<string, bigint>>()

// Once after a start: what this month's trades came to before this one.
function volumeBefore({ books }: AlipaySimulator, trade: Trade, month: string, zone: string): bigint {
  let volume = 0n
  for (const other of books.trades.values()) {
    if (other.orderNo !== trade.orderNo && other.paidAt !== null && monthOf(other.paidAt, zone) === month)
      volume += other.totalFen
  }
  return volume
}

function keysOf(w: World): SimulatorKeys {
  const publicKey = publicOf(w.keys.readOrMake(appKey, newKey))
  const privateKey = w.keys.readOrMake(simulatorKey, newKey).toString('utf8')
  return {
    privateKey,
    certificate: null,
    apps: [{ appId, sellerId, name: { zh: '云汇支付', en: 'Yunhui Pay' }, publicKey }],
  }
}

const newKey = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey

const publicOf = (privateKey: Buffer): string =>
  createPublicKey(privateKey.toString('utf8')).export({ type: 'spki', format: 'pem' }).toString()

import { seededRandom } from '../../base/random.ts'
import type { Harness } from '../conformance-harness.ts'
import type { WalletAccount, WalletWorld } from '../wallet.ts'
import { alipay } from './alipay.ts'
import { type AlipaySimulator, type SimulatorOptions, startAlipaySimulator } from './simulator.ts'
import { type MadeKeys, makeSimulatorKeys } from './simulator-keys.ts'

export type Mode = 'key' | 'certificate'
export const benchApp = {
  appId: '2021004100000001',
  sellerId: '2088101100000015',
  name: { zh: '云汇支付', en: 'Yunhui Pay' },
}
const startsAt = Date.parse('2026-07-01T02:00:00Z')

// RSA keys cost half a second; one pair of sides serves every test of a run.
const made = new Map<Mode, MadeKeys>()
export function benchKeys(mode: Mode): MadeKeys {
  const keys = made.get(mode) ?? makeSimulatorKeys(benchApp, mode, startsAt)
  made.set(mode, keys)
  return keys
}

type Received = { raw: Buffer; headers: Record<string, string> }
export type Bench = {
  simulator: AlipaySimulator
  account: WalletAccount
  w: WalletWorld
  keys: MadeKeys
  received: Received[]
  /** What our side answers to a notice. */
  reply: { text: string }
  pass(ms: number): void
  stop(): Promise<void>
}

/** A simulator on a free port with a clock that moves only when told, and an account of ours that trusts it. */
export async function makeBench(mode: Mode, options: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const keys = benchKeys(mode)
  let at = startsAt
  const received: Received[] = []
  const reply = { text: 'success' }
  const simulator = await startAlipaySimulator({
    port: 0,
    now: () => at,
    random: seededRandom(17),
    keys: keys.simulator,
    manual: true,
    fetch: async (_, init) => {
      received.push({
        raw: Buffer.from(typeof init?.body === 'string' ? init.body : ''),
        headers: init?.headers as Record<string, string>,
      })
      return new Response(reply.text)
    },
    ...options,
  })
  return {
    simulator,
    keys,
    received,
    reply,
    w: {
      now: () => at,
      random: seededRandom(18),
      fetch: options.port === null ? simulator.fetch : (url, init) => fetch(url, init),
    },
    account: accountFor(keys, `${simulator.url}/gateway.do`),
    pass: (ms) => {
      at += ms
    },
    stop: () => simulator.stop(),
  }
}

export function accountFor(keys: MadeKeys, gateway: string): WalletAccount {
  return {
    wallet: 'alipay',
    appId: benchApp.appId,
    sellerId: benchApp.sellerId,
    gateway,
    notifyUrl: 'http://127.0.0.1:1/v1/notices/alipay',
    signing: { privateKey: keys.appPrivateKey, certificate: keys.appCertificate },
    trusted: [keys.alipayCertificate ?? keys.alipayPublicKey],
    roots: keys.roots,
  }
}

const slowMs = 600
const levers = {
  lost_request: { kind: 'drop_request' },
  lost_answer: { kind: 'drop_response' },
  slow: { kind: 'delay', ms: slowMs },
  busy: { kind: 'busy' },
  down: { kind: 'http', status: 502 },
  bad_signature: { kind: 'bad_signature' },
  unsigned: { kind: 'unsigned' },
  unknown_word: { kind: 'unknown_word' },
  wrong_amount: { kind: 'wrong_amount' },
  wrong_order: { kind: 'wrong_order' },
} as const
const billLevers = { short: 'short_bill', cent_off: 'cent_off', cut: 'cut_bill', late: 'late_bill' } as const

/** The bench as the conformance suite wants it. */
export async function alipayHarness(mode: Mode): Promise<Harness> {
  const bench = await makeBench(mode)
  const { simulator } = bench
  const startedWith = left(simulator)
  return {
    wallet: alipay,
    account: bench.account,
    w: bench.w,
    nowhere: { ...bench.account, gateway: 'http://127.0.0.1:2/gateway.do' },
    slowMs,
    pass: (ms) => bench.pass(ms),
    fault: (fault) => void simulator.levers.pull({ ...levers[fault], times: 1 }),
    billFault: (fault) => void simulator.levers.pull({ kind: billLevers[fault], times: 1, trailerFollows: false }),
    lateSuccess: () => void simulator.levers.pull({ kind: 'late_success', times: 1 }),
    duplicateNotices: () => void simulator.levers.pull({ kind: 'duplicate_notice' }),
    shopper: {
      scan: (code) => void simulator.phone.scan('lin', code),
      confirm: (orderNo) => {
        const trade = simulator.books.trade(benchApp.appId, orderNo)
        simulator.phone.confirm(trade?.shopper ?? 'lin', trade?.token ?? '', '246810')
      },
      payCode: (who = 'rich') => simulator.phone.code(who === 'rich' ? 'lin' : 'zhao').code,
      spent: () => startedWith - left(simulator),
    },
    notices: async () => {
      await simulator.tick()
      return bench.received.splice(0)
    },
    forge: async (orderNo, how) => {
      bench.received.splice(0)
      await simulator.postman.forge(orderNo, how)
      return bench.received.splice(0)[0] ?? { raw: Buffer.alloc(0), headers: {} }
    },
    stop: () => bench.stop(),
  }
}

const left = (simulator: AlipaySimulator): bigint =>
  [...simulator.books.shoppers.values()]
    .flatMap((shopper) => shopper.funds)
    .reduce((total, fund) => total + fund.leftFen, 0n)

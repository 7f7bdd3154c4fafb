import { onTestFinished } from 'vitest'
import { sampleTerms } from '../src/agreements/sample.ts'
import type { Terms } from '../src/agreements/terms.ts'
import { money } from '../src/base/money.ts'
import { seededRandom } from '../src/base/random.ts'
import { saveMerchant } from '../src/merchants/store.ts'
import { savePartner } from '../src/partners/store.ts'
import { hearNotice } from '../src/payments/hearNotice.ts'
import { paymentJobs } from '../src/payments/jobs.ts'
import type { Order } from '../src/payments/open.ts'
import { paymentReactions } from '../src/payments/reactions.ts'
import { type AlipaySimulator, startAlipaySimulator } from '../src/wallets/alipay/simulator.ts'
import { makeSimulatorKeys } from '../src/wallets/alipay/simulator-keys.ts'
import { saveAccount } from '../src/wallets/store.ts'
import { transaction } from '../src/world/command.ts'
import { runDueJobs } from '../src/world/jobs.ts'
import { type TestWorld, testWorld } from './house.ts'
import { agree, partner, tea } from './settled.ts'

// For tests of payments: the tea house, Alipay's simulator without a socket, and the sample agreement in force.

export type Till = {
  w: TestWorld
  alipay: AlipaySimulator
  terms: Terms
  order(changes?: Partial<Order> & { minor?: bigint }): Order
  /** Runs what is due now, as the worker would. */
  work(): Promise<void>
  /** Moves the clock and runs what became due, in steps, as hours really pass. */
  wait(ms: number): Promise<void>
  /** The shopper scans a code and confirms with the password. */
  scanAndPay(code: string): void
  /** Delivers the notices that are due. */
  notices(): Promise<void>
}

const notifyUrl = 'http://covenant.test/v1/notices/alipay'
const keys = makeSimulatorKeys(
  { appId: '2021000123456789', sellerId: '2088123456789012', name: { zh: '云汇支付', en: 'Yunhui Pay' } },
  'key',
  Date.UTC(2026, 0, 1),
)

/** With `phoneDir` the simulator listens on a port, shows the phone's page, and lives by itself; its notices go over the network. */
export async function till(
  options: { at?: string; seed?: number; terms?: Terms; phoneDir?: string; passwordAboveFen?: bigint } = {},
): Promise<Till> {
  const w = await testWorld(options)
  const terms = options.terms ?? sampleTerms()
  await agree(w, terms)
  await connect(w)
  const alipay = await simulate(w, options)
  const shopper = alipay.phone.wallets()[0]?.id ?? ''
  let orders = 0
  const work = () => runDueJobs(w, paymentJobs, paymentReactions)
  return {
    w,
    alipay,
    terms,
    work,
    order: ({ minor = 12_500n, ...changes } = {}) => ({
      merchant: tea,
      orderNo: `T${++orders}`,
      amount: money('CNY', minor),
      product: 'qr-merchant',
      subject: '龙井 两壶',
      wallet: 'alipay',
      store: null,
      payer: null,
      returnUrl: null,
      authenticate: false,
      expiresInMinutes: 15,
      ...changes,
    }),
    wait: async (ms) => {
      for (let left = ms; left > 0; left -= 30_000) {
        w.pass(Math.min(left, 30_000))
        await alipay.tick()
        await work()
      }
    },
    scanAndPay: (code) => {
      const { tradeToken } = alipay.phone.scan(shopper, code)
      alipay.phone.confirm(shopper, tradeToken, pinOf(alipay))
    },
    notices: () => alipay.tick(),
  }
}

// The tea house, and our account at Alipay.
async function connect(w: TestWorld): Promise<void> {
  await transaction(w, async (i) => {
    await savePartner(i, { ...alipayPartner, id: partner, createdAt: 0, stageAt: 0 })
    await saveMerchant(
      i,
      {
        id: tea,
        name: { zh: '西湖茶社', en: 'West Lake Tea House' },
        legalName: '杭州西湖茶社有限公司',
        mcc: '5812',
        city: { zh: '杭州', en: 'Hangzhou' },
        region: 'CN',
        active: true,
        createdAt: 0,
      },
      [],
    )
    await saveAccount(i, {
      wallet: 'alipay',
      partner,
      appId: '2021000123456789',
      sellerId: '2088123456789012',
      gateway: 'http://alipay.test/gateway.do',
      notifyUrl,
      signingKey: 'alipay-app.key',
      signingCertificate: null,
      trusted: [keys.alipayPublicKey],
      roots: null,
    })
  })
  w.keys.readOrMake('alipay-app.key', () => keys.appPrivateKey)
}

async function simulate(
  w: TestWorld,
  { phoneDir = '', passwordAboveFen = 100_000n }: { phoneDir?: string; passwordAboveFen?: bigint },
): Promise<AlipaySimulator> {
  const alipay = await startAlipaySimulator({
    port: phoneDir ? 0 : null,
    phoneDir: phoneDir || null,
    passwordAboveFen,
    now: () => w.now(),
    random: seededRandom(5),
    keys: keys.simulator,
    manual: !phoneDir,
    sleep: async (ms) => w.pass(ms),
    fetch: async (url, init) => {
      if (phoneDir) return await fetch(url, init)
      if (url !== notifyUrl) throw new TypeError(`no such host: ${url}`)
      const reply = await hearNotice(w, 'alipay', Buffer.from(init?.body as string), {})
      return new Response(reply.body, { status: reply.status })
    },
  })
  if (phoneDir) onTestFinished(() => alipay.stop())
  w.network((url, init) => (phoneDir ? fetch(url, init) : alipay.fetch(url, init)))
  return alipay
}

export const pinOf = (alipay: AlipaySimulator): string => [...alipay.books.shoppers.values()][0]?.pin ?? ''

const alipayPartner = {
  wallet: 'alipay',
  name: { zh: '支付宝', en: 'Alipay' },
  legalName: { zh: '支付宝（中国）网络技术有限公司', en: 'Alipay (China) Network Technology' },
  registration: '91310115768203300D',
  stage: 'live' as const,
  region: 'CN',
  sharePpm: 540_000,
  score: 88,
  note: { zh: '试点', en: 'pilot' },
}

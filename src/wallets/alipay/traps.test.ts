import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { money } from '../../base/money.ts'
import type { WalletAccount } from '../wallet.ts'
import { alipay } from './alipay.ts'
import { linesOf, readBill, readBillLines } from './bill.ts'
import { certificateSn } from './certificate.ts'
import { readNotice } from './notice.ts'
import { cutAnswer, isSignedNotice, noticeText, signText } from './signature.ts'
import { accountFor, benchKeys, makeBench } from './simulator-bench.ts'
import { zipOf } from './simulator-bill.ts'
import { makeCertificate, pair } from './simulator-keys.ts'
import { fromLocal, fromYuan, precreateBiz, toLocal, toYuan } from './wire.ts'
import { unzip } from './zip.ts'

// What went wrong in other people's code, and in Alipay's own papers, as tests.

const method = 'alipay.trade.query'
const wrap = (content: string, sign = 'x'): string => `{"alipay_trade_query_response":${content},"sign":"${sign}"}`

test('the signed text is cut out with its escaped slashes, spaces and order', () => {
  const content = '{"code":"10000", "qr_code":"https:\\/\\/qr.alipay.com\\/bax1","b":"1","a":"2"}'
  expect(cutAnswer(wrap(content), method)?.content).toBe(content)
})

test('a "sign" or a brace inside a value does not move the cut', () => {
  const content = '{"code":"10000","subject":"},\\"sign\\":\\"y\\"{","list":[{"sign":"z"}]}'
  expect(cutAnswer(wrap(content, 'true'), method)).toMatchObject({ content, sign: 'true' })
})

test('an answer that two readers could read differently is not read', () => {
  const twice =
    '{"alipay_trade_query_response":{"code":"40004"},"alipay_trade_query_response":{"code":"10000"},"sign":"x"}'
  const tail = `${wrap('{"code":"10000"}')}{"alipay_trade_query_response":{}}`
  const refused = [
    twice,
    tail,
    '',
    'null',
    '[]',
    '{"other_response":{}}',
    '{"alipay_trade_query_response":"text","sign":"x"}',
    '{"alipay_trade_query_response":{"code"',
  ]
  for (const raw of refused) expect(cutAnswer(raw, method)).toBe(null)
})

test('whatever the members hold, the signed text comes out byte for byte', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (members) => {
      const content = JSON.stringify({ code: '10000', ...members })
      expect(cutAnswer(wrap(content), method)?.content).toBe(content)
    }),
  )
})

test('a per cent sign, a plus and an ampersand in a notice do not break its signature', () => {
  const { account, post } = noticeBench()
  for (const subject of ['5%折扣 100%', '%E4%BD', 'a+b&c=d', '日常 "引号" ＆', '%']) {
    expect(readNotice(account, post({ ...notice, subject }), {})).toMatchObject({
      outcome: 'notice',
      orderNo: 'order-1',
    })
  }
})

test('a notice signed over sign_type too (a service notice) is true, and not taken for a payment', () => {
  const { account, keys } = noticeBench()
  const service = {
    notify_id: 'n-1',
    notify_type: 'servicemarket_order_notify',
    app_id: account.appId,
    sign_type: 'RSA2',
  }
  const text = Object.entries(service)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${k}=${v}`)
    .join('&')
  const signed = { ...service, sign: signText(text, keys.simulator.privateKey) }
  expect(isSignedNotice(signed, keys.alipayPublicKey)).toBe(true)
  expect(readNotice(account, Buffer.from(new URLSearchParams(signed).toString()), {})).toMatchObject({
    outcome: 'not_understood',
    id: 'n-1',
  })
})

test('a notice with a field twice, a weaker signature or too much of it is refused', () => {
  const { account, post } = noticeBench()
  const raw = post(notice)
  expect(readNotice(account, Buffer.concat([raw, Buffer.from('&total_amount=0.01')]), {})).toMatchObject({
    because: 'unreadable',
  })
  expect(readNotice(account, Buffer.from(raw.toString().replace('sign_type=RSA2', 'sign_type=RSA')), {})).toMatchObject(
    { because: 'bad_signature' },
  )
  expect(readNotice(account, Buffer.alloc(70_000, 'a=b&'), {})).toMatchObject({ because: 'unreadable' })
})

test('a trade state that nobody knows is kept, not guessed', () => {
  const { account, post } = noticeBench()
  expect(readNotice(account, post({ ...notice, trade_status: 'TRADE_PENDING' }), {})).toMatchObject({
    outcome: 'not_understood',
    id: 'n-1',
  })
  expect(readNotice(account, post({ ...notice, total_amount: '1e3' }), {})).toMatchObject({ outcome: 'not_understood' })
})

test('while Alipay rotates its certificate, old and new are both believed and a third is not', async () => {
  const bench = await makeBench('certificate')
  const { keys, account, w } = bench
  const root = { privateKey: pair().privateKey, name: 'Another Root' }
  const other = makeCertificate(root, { publicKey: pair().publicKey, name: 'Alipay next', serial: 77n, at: w.now() })
  const ask = (trusted: string[]) =>
    alipay.query(w, { ...account, trusted }, { orderNo: 'none', amount: money('CNY', 1n), timeoutMs: 2_000 })
  expect(await ask([other, keys.alipayCertificate ?? ''])).toMatchObject({ outcome: 'not_found' })
  expect(await ask([other])).toMatchObject({ outcome: 'unknown', because: 'bad_signature' })
  // The same key in another certificate: nobody has checked that certificate.
  const same = makeCertificate(root, { publicKey: keys.alipayPublicKey, name: 'Alipay', serial: 78n, at: w.now() })
  expect(await ask([same])).toMatchObject({ outcome: 'unknown', because: 'bad_signature' })
  expect(certificateSn(other)).not.toBe(certificateSn(keys.alipayCertificate ?? ''))
  await bench.stop()
})

// Truly signed answers of a wallet that behaves as its documents say it may, and our simulator does not.
const signedSayings: [string, keyof typeof asked, object, object][] = [
  ['asks to cancel again', 'cancel', { code: '10000', out_trade_no: 'o', retry_flag: 'Y' }, { because: 'wallet_busy' }],
  [
    'cancels in an unknown way',
    'cancel',
    { code: '10000', out_trade_no: 'o', action: 'split' },
    { because: 'unknown_word' },
  ],
  ['speaks of another refund', 'queryRefund', refundOf({ out_request_no: 'r2' }), { because: 'mismatch' }],
  [
    'has a refund under way',
    'queryRefund',
    refundOf({ refund_status: 'REFUND_PROCESSING' }),
    { because: 'unknown_word' },
  ],
  ['knows a refund', 'queryRefund', refundOf({}), { outcome: 'refunded', walletNo: '2026' }],
  [
    'forgets the amount',
    'query',
    { code: '10000', out_trade_no: 'o', trade_no: '2026', trade_status: 'TRADE_SUCCESS' },
    { because: 'mismatch' },
  ],
  [
    'has no state',
    'query',
    { code: '10000', out_trade_no: 'o', trade_no: '2026', total_amount: '0.01' },
    { because: 'unknown_word' },
  ],
  ['is finished', 'query', tradeOf('TRADE_FINISHED'), { outcome: 'paid', refundable: false }],
  ['has no code at all', 'query', { out_trade_no: 'o' }, { because: 'unreadable' }],
  ['limits our calls', 'query', { code: '40005', msg: 'Call Limited' }, { because: 'wallet_busy' }],
  [
    'denies our rights',
    'query',
    { code: '40006', sub_code: 'isv.insufficient-isv-permissions' },
    { because: 'not_permitted' },
  ],
  [
    'finds our signature bad',
    'query',
    { code: '40002', sub_code: 'isv.invalid-signature' },
    { because: 'not_permitted' },
  ],
  ['passes a code on', 'query', { code: '40004', sub_code: 'aop.ACQ.SYSTEM_ERROR' }, { because: 'wallet_busy' }],
]
const patience = { orderNo: 'o', timeoutMs: 1_000 }
const fen = money('CNY', 1n)
const asked = {
  cancel: patience,
  query: { ...patience, amount: fen },
  queryRefund: { ...patience, amount: fen, requestNo: 'r1' },
}

function refundOf(change: object): object {
  return {
    code: '10000',
    out_trade_no: 'o',
    trade_no: '2026',
    out_request_no: 'r1',
    refund_amount: '0.01',
    refund_status: 'REFUND_SUCCESS',
    ...change,
  }
}
function tradeOf(state: string): object {
  return { code: '10000', out_trade_no: 'o', trade_no: '2026', total_amount: '0.01', trade_status: state }
}

for (const [how, verb, content, expected] of signedSayings) {
  test(`a wallet that ${how} is understood as it should be`, async () => {
    const keys = benchKeys('key')
    const methods = { cancel: 'trade_cancel', query: 'trade_query', queryRefund: 'trade_fastpay_refund_query' }
    const text = JSON.stringify(content)
    const raw = `{"alipay_${methods[verb]}_response":${text},"sign":"${signText(text, keys.simulator.privateKey)}"}`
    const w = {
      now: () => 0,
      random: { bytes: () => new Uint8Array(1), below: () => 0 },
      fetch: async () => new Response(raw),
    }
    const account = accountFor(keys, 'http://127.0.0.1:2/gateway.do')
    const answer =
      verb === 'cancel'
        ? await alipay.cancel(w, account, asked.cancel)
        : verb === 'query'
          ? await alipay.query(w, account, asked.query)
          : await alipay.queryRefund(w, account, asked.queryRefund)
    expect(answer).toMatchObject(expected)
  })
}

test('a key that cannot be read is a fault before anything is sent', async () => {
  const account: WalletAccount = {
    ...accountFor(benchKeys('key'), 'http://127.0.0.1:2/gateway.do'),
    signing: { privateKey: 'not a key', certificate: null },
  }
  const w = {
    now: () => 0,
    random: { bytes: () => new Uint8Array(1), below: () => 0 },
    fetch: () => Promise.reject(new Error('sent')),
  }
  const ask = { orderNo: 'x', amount: money('CNY', 1n), timeoutMs: 100 }
  await expect(alipay.query(w, account, ask)).rejects.toMatchObject({ code: 'wallets.key_unreadable' })
  await expect(alipay.query(w, account, { ...ask, amount: money('USD', 1n) })).rejects.toMatchObject({
    code: 'wallets.currency',
  })
})

test('a key that is too short to trust is a fault, ours or the wallet’s', async () => {
  const weak = generateKeyPairSync('rsa', {
    modulusLength: 1_024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const { account, post } = noticeBench()
  expect(() => readNotice({ ...account, trusted: [weak.publicKey] }, post(notice), {})).toThrow('2048')
  const w = {
    now: () => 0,
    random: { bytes: () => new Uint8Array(1), below: () => 0 },
    fetch: () => Promise.reject(new Error('sent')),
  }
  const ours = { ...account, signing: { privateKey: weak.privateKey, certificate: null } }
  await expect(alipay.query(w, ours, { orderNo: 'x', amount: money('CNY', 1n), timeoutMs: 100 })).rejects.toThrow(
    '2048',
  )
})

test('a subject is sent without what would break the gateway or the bill', () => {
  const ask = {
    orderNo: 'o',
    amount: money('CNY', 1_999n),
    subject: '茶,\t壶/A&B="1"\n',
    expiresAt: Date.parse('2026-07-01T15:59:59Z'),
    timeoutMs: 1,
  }
  expect(precreateBiz(ask)).toMatchObject({
    subject: '茶， 壶／A＆B＝＂1＂ ',
    total_amount: '19.99',
    time_expire: '2026-07-01 23:59:59',
  })
})

test('yuan and local times go there and back without losing a fen or a second', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.integer({ min: 0, max: 4_000_000_000 }), (fen, second) => {
      expect(fromYuan(toYuan(money('CNY', fen)))).toEqual(money('CNY', fen))
      expect(fromLocal(toLocal(second * 1_000))).toBe(second * 1_000)
    }),
  )
  for (const text of ['1,000.00', '1.999', '¥1', '', ' 1', '0x10', 'NaN']) expect(fromYuan(text)).toBe(null)
})

test('no byte string makes the readers throw', async () => {
  const { account } = noticeBench()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const raw = Buffer.from(bytes)
      expect(readNotice(account, raw, {}).outcome).toBe('forged')
      cutAnswer(raw.toString('utf8'), method)
      expect(readBillLines(raw.toString('utf8').split('\n')).outcome).toBe('damaged')
    }),
  )
})

const head =
  '#支付宝业务明细查询\n支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,对方账户,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）'
const line = '2026\t,order-1\t,交易\t,茶,2026-07-01 10:00:00,2026-07-01 10:00:05,\t,*晓雨\t,19.99,19.99,\t,-0.12'
const tail =
  '#---业务明细列表结束---\n#交易合计：1笔，商家实收共19.99元，商家优惠共0.00元\n#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元'

test('a bill with columns in another order is read by their names', () => {
  expect(readBillLines(`${head}\n${line}\n${tail}`.split('\n'))).toMatchObject({
    outcome: 'ready',
    rows: [{ orderNo: 'order-1', fee: money('CNY', -12n), completedAt: Date.parse('2026-07-01T02:00:05Z'), line: 3 }],
  })
})

const broken: [string, string][] = [
  ['without its end', `${head}\n${line}`],
  ['without sums', `${head}\n${line}\n#---业务明细列表结束---`],
  ['with another count', `${head}\n${line}\n${tail.replace('1笔', '2笔')}`],
  ['with another sum', `${head}\n${line}\n${tail.replace('19.99', '19.98')}`],
  ['with a comma too many', `${head}\n${line.replace('茶', '茶,叶')}\n${tail}`],
  ['with a cell too many at its end', `${head}\n${line},\n${tail}`],
  ['with a kind nobody knows', `${head}\n${line.replace('交易', '转账')}\n${tail}`],
  ['with three decimals', `${head}\n${line.replace('19.99,19.99', '19.991,19.991')}\n${tail}`],
  ['with an impossible time', `${head}\n${line.replace('10:00:05', '25:00:05')}\n${tail}`],
  ['with a row after the end', `${head}\n${line}\n${tail}\n${line}`],
]
for (const [how, text] of broken) {
  test(`a bill ${how} is damaged`, () => expect(readBillLines(text.split('\n'))).toMatchObject({ outcome: 'damaged' }))
}

test('a line that is not GBK damages the bill at that line', () => {
  const bytes = Buffer.concat([iconv.encode(`${head}\n`, 'gbk'), Buffer.of(0xff, 0xff, 0x0a)])
  expect(readBillLines(linesOf(bytes))).toMatchObject({ outcome: 'damaged', line: 3 })
})

const summary = (yuan: string): string =>
  `#支付宝业务汇总查询\n门店编号,门店名称,商家实收（元）\n合计\t,\t,${yuan}\n#---业务汇总列表结束---\n`

test('the two members of a bill are told apart by name, in any order, and must agree', () => {
  const detail = ['2088_20260701_业务明细.csv', `${head}\n${line}\n${tail}`] as const
  const agreeing = ['2088_20260701_业务明细(汇总).csv', summary('19.99')] as const
  const differing = ['2088_20260701_业务明细(汇总).csv', summary('19.98')] as const
  expect(readBill(zipOf([agreeing, detail]))).toMatchObject({ outcome: 'ready', rows: [{ orderNo: 'order-1' }] })
  expect(readBill(zipOf([detail, differing]))).toMatchObject({ outcome: 'damaged' })
  expect(readBill(zipOf([agreeing]))).toMatchObject({ outcome: 'damaged' })
})

test('names inside the ZIP are GBK without the UTF-8 flag', () => {
  const zip = zipOf([['业务明细.csv', '内容']])
  expect(zip.readUInt16LE(6) & 0x800).toBe(0)
  expect(zip.includes(iconv.encode('业务明细.csv', 'gbk'))).toBe(true)
  expect(unzip(zip)).toEqual([{ name: '业务明细.csv', data: iconv.encode('内容', 'gbk') }])
})

test('a member whose checksum is wrong, or a bomb, damages the bill', () => {
  const zip = zipOf([['业务明细.csv', '内容']])
  const directory = zip.indexOf(Buffer.from('504b0102', 'hex'))
  const other = Buffer.from(zip)
  other[directory + 16] = (other[directory + 16] ?? 0) ^ 1
  expect(() => unzip(other)).toThrow('checksum')
  const bomb = Buffer.from(zip)
  bomb.writeUInt32LE(0xfffffff0, directory + 24)
  expect(() => unzip(bomb)).toThrow('larger')
})

const notice: Record<string, string> = {
  notify_id: 'n-1',
  notify_type: 'trade_status_sync',
  notify_time: '2026-07-01 10:00:06',
  trade_status: 'TRADE_SUCCESS',
  trade_no: '2026070122001',
  out_trade_no: 'order-1',
  total_amount: '19.99',
  gmt_payment: '2026-07-01 10:00:05',
  app_id: '2021004100000001',
  seller_id: '2088101100000015',
}

function noticeBench() {
  const keys = benchKeys('key')
  const post = (params: Record<string, string>): Buffer => {
    const sign = signText(noticeText(params), keys.simulator.privateKey)
    return Buffer.from(new URLSearchParams({ ...params, sign_type: 'RSA2', sign }).toString())
  }
  return { keys, account: accountFor(keys, 'http://127.0.0.1:2/gateway.do'), post }
}

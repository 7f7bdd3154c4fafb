import { AlipaySdk } from 'alipay-sdk'
import { expect, test } from 'vitest'
import { readBill } from './bill.ts'
import { type Bench, benchApp, type Mode, makeBench } from './simulator-bench.ts'

// The official SDK is the other witness: our simulator must convince a client that we did not write.

for (const mode of ['key', 'certificate'] as const) {
  test(`the official SDK pays, asks, cancels, refunds and fetches the bill (${mode} mode)`, async () => {
    const bench = await makeBench(mode)
    try {
      await theWholeWay(bench, sdkFor(bench, mode))
    } finally {
      await bench.stop()
    }
  })

  test(`the official SDK verifies a real notice and refuses a changed one (${mode} mode)`, async () => {
    const bench = await makeBench(mode)
    const sdk = sdkFor(bench, mode)
    const { code } = bench.simulator.phone.code('chen')
    await call(sdk, 'alipay.trade.pay', pay('notice-1', code), 'http://127.0.0.1:1/notify')
    await bench.simulator.tick()
    const params = Object.fromEntries(new URLSearchParams(bench.received[0]?.raw.toString('utf8')))
    expect(params['subject']).toBe('手冲咖啡 50% 折')
    expect(sdk.checkNotifySignV2(params)).toBe(true)
    expect(sdk.checkNotifySignV2({ ...params, total_amount: '0.01' })).toBe(false)
    await bench.stop()
  })

  test(`the official SDK refuses an answer with a bad signature (${mode} mode)`, async () => {
    const bench = await makeBench(mode)
    bench.simulator.levers.pull({ kind: 'bad_signature', times: 1 })
    await expect(call(sdkFor(bench, mode), 'alipay.trade.query', { out_trade_no: 'x' })).rejects.toThrow('验签失败')
    await bench.stop()
  })
}

test('a call signed with another key is refused by the simulator', async () => {
  const bench = await makeBench('key')
  const sdk = new AlipaySdk({ ...config(bench), privateKey: bench.keys.simulator.privateKey, keyType: 'PKCS8' })
  const answer = await call(sdk, 'alipay.trade.query', { out_trade_no: 'x' })
  expect(answer).toMatchObject({ code: '40002', subCode: 'isv.invalid-signature' })
  await bench.stop()
})

const pay = (orderNo: string, authCode: string, amount = '18.80') => ({
  out_trade_no: orderNo,
  total_amount: amount,
  subject: '手冲咖啡 50% 折',
  scene: 'bar_code',
  auth_code: authCode,
})

async function theWholeWay(bench: Bench, sdk: AlipaySdk): Promise<void> {
  const { phone } = bench.simulator
  const shown = await call(sdk, 'alipay.trade.precreate', {
    out_trade_no: 'sdk-1',
    total_amount: '88.80',
    subject: '明前龙井',
  })
  expect(shown).toMatchObject({
    code: '10000',
    outTradeNo: 'sdk-1',
    qrCode: expect.stringMatching(/^https:\/\/qr\.alipay\.com\/bax/),
  })
  expect(await call(sdk, 'alipay.trade.query', { out_trade_no: 'sdk-1' })).toMatchObject({
    code: '40004',
    subCode: 'ACQ.TRADE_NOT_EXIST',
  })
  const { tradeToken } = phone.scan('lin', String(shown['qrCode']))
  expect(await call(sdk, 'alipay.trade.query', { out_trade_no: 'sdk-1' })).toMatchObject({
    tradeStatus: 'WAIT_BUYER_PAY',
  })
  phone.confirm('lin', tradeToken, '246810')
  expect(await call(sdk, 'alipay.trade.query', { out_trade_no: 'sdk-1' })).toMatchObject({
    tradeStatus: 'TRADE_SUCCESS',
    totalAmount: '88.80',
  })

  const paid = await call(sdk, 'alipay.trade.pay', pay('sdk-2', phone.code('chen').code))
  expect(paid).toMatchObject({ code: '10000', totalAmount: '18.80', tradeNo: expect.stringMatching(/^\d{28}$/) })
  const waiting = await call(sdk, 'alipay.trade.pay', pay('sdk-3', phone.code('wang').code, '1000.01'))
  expect(waiting).toMatchObject({ code: '10003' })
  expect(await call(sdk, 'alipay.trade.close', { out_trade_no: 'sdk-3' })).toMatchObject({ code: '10000' })
  expect(await call(sdk, 'alipay.trade.cancel', { out_trade_no: 'sdk-2' })).toMatchObject({
    code: '10000',
    action: 'refund',
    retryFlag: 'N',
  })

  const back = { out_trade_no: 'sdk-1', refund_amount: '8.80', out_request_no: 'sdk-r1' }
  expect(await call(sdk, 'alipay.trade.refund', back)).toMatchObject({
    code: '10000',
    fundChange: 'Y',
    refundFee: '8.80',
  })
  const asked = await call(sdk, 'alipay.trade.fastpay.refund.query', {
    out_trade_no: 'sdk-1',
    out_request_no: 'sdk-r1',
  })
  expect(asked).toMatchObject({ refundAmount: '8.80', refundStatus: 'REFUND_SUCCESS' })

  bench.pass(31 * 3_600_000)
  const method = 'alipay.data.dataservice.bill.downloadurl.query'
  const bill = await call(sdk, method, { bill_type: 'trade', bill_date: '2026-07-01' })
  const file = Buffer.from(await (await fetch(String(bill['billDownloadUrl']))).arrayBuffer())
  expect(readBill(file)).toMatchObject({ outcome: 'ready', totals: { payments: 2, refunds: 2 } })
}

function config(bench: Bench) {
  return {
    appId: benchApp.appId,
    gateway: bench.account.gateway,
    keyType: 'PKCS8' as const,
    alipayPublicKey: bench.keys.alipayPublicKey,
  }
}

function sdkFor(bench: Bench, mode: Mode): AlipaySdk {
  const { keys } = bench
  if (mode === 'key') return new AlipaySdk({ ...config(bench), privateKey: keys.appPrivateKey })
  return new AlipaySdk({
    appId: benchApp.appId,
    gateway: bench.account.gateway,
    keyType: 'PKCS8',
    privateKey: keys.appPrivateKey,
    appCertContent: keys.appCertificate ?? '',
    alipayPublicCertContent: keys.alipayCertificate ?? '',
    alipayRootCertContent: keys.roots ?? '',
  })
}

type Said = Record<string, unknown>
async function call(sdk: AlipaySdk, method: string, bizContent: object, notifyUrl?: string): Promise<Said> {
  const params = notifyUrl === undefined ? { bizContent } : { bizContent, notifyUrl }
  return (await sdk.exec(method, params, { validateSign: true })) as unknown as Said
}

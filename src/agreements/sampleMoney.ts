import type { Clauses } from './terms.ts'

type MoneyClauses = Pick<Clauses, 'fees' | 'revenueShare' | 'risk' | 'reserve' | 'settlement' | 'refunds' | 'limits'>

/** The clauses of the sample agreement that move money. */
export const sampleMoney = (): MoneyClauses => ({
  fees: {
    zone: 'Asia/Shanghai',
    period: 'month',
    rules: [
      {
        id: 'merchant-online',
        name: { zh: '线上支付手续费', en: 'Online acceptance fee' },
        products: ['in-app', 'online'],
        currency: 'CNY',
        payer: 'merchant',
        payee: 'institution',
        price: { kind: 'percentage', ratePpm: 6_000, fixed: '0', floor: null, cap: null },
        onRefund: 'return',
      },
      {
        id: 'merchant-qr',
        name: { zh: '扫码与碰一碰手续费', en: 'QR and tap acceptance fee' },
        products: ['nfc', 'qr-consumer', 'qr-merchant'],
        currency: 'CNY',
        payer: 'merchant',
        payee: 'institution',
        price: { kind: 'percentage', ratePpm: 3_800, fixed: '0', floor: '1', cap: null },
        onRefund: 'return',
      },
      {
        id: 'wallet-volume',
        name: { zh: '钱包通道费', en: 'Wallet channel fee' },
        products: ['in-app', 'nfc', 'online', 'qr-consumer', 'qr-merchant'],
        currency: 'CNY',
        payer: 'institution',
        payee: 'wallet',
        price: {
          kind: 'graduated',
          tiers: [
            { upTo: '50000000', ratePpm: 2_500 },
            { upTo: '500000000', ratePpm: 2_200 },
            { upTo: null, ratePpm: 2_000 },
          ],
        },
        onRefund: 'return',
      },
    ],
    commitments: [{ id: 'wallet-minimum', rules: ['wallet-volume'], minimum: '50000', currency: 'CNY' }],
  },
  revenueShare: {
    base: 'net-fee',
    shares: [
      { party: 'institution', ppm: 700_000 },
      { party: 'wallet', ppm: 300_000 },
    ],
    sharesLosses: false,
    onRefund: 'claw-back',
  },
  risk: {
    rows: [
      { reason: 'unauthorised', strength: 'two-factor', shares: [{ party: 'wallet', ppm: 1_000_000 }] },
      {
        reason: 'unauthorised',
        strength: '*',
        shares: [
          { party: 'institution', ppm: 400_000 },
          { party: 'wallet', ppm: 600_000 },
        ],
      },
      { reason: 'not-received', strength: '*', shares: [{ party: 'merchant', ppm: 1_000_000 }] },
      { reason: 'not-as-described', strength: '*', shares: [{ party: 'merchant', ppm: 1_000_000 }] },
      { reason: 'duplicate', strength: '*', shares: [{ party: 'institution', ppm: 1_000_000 }] },
      {
        reason: 'unknown-outcome',
        strength: '*',
        shares: [
          { party: 'institution', ppm: 500_000 },
          { party: 'wallet', ppm: 500_000 },
        ],
      },
      {
        reason: '*',
        strength: '*',
        shares: [
          { party: 'institution', ppm: 333_334 },
          { party: 'merchant', ppm: 333_333 },
          { party: 'wallet', ppm: 333_333 },
        ],
      },
    ],
    firstLoss: null,
    caps: [{ party: 'merchant', amount: '500000', currency: 'CNY', excessTo: 'institution' }],
    evidenceDays: 20,
  },
  reserve: { rollingPpm: 20_000, days: 90, cap: '20000000', deposit: '5000000', currency: 'CNY' },
  settlement: {
    zone: 'Asia/Shanghai',
    cutOff: '00:00',
    cycleDays: 1,
    businessDaysOnly: true,
    // 国庆节 and 中秋节 of 2026, 元旦 of 2027: the statutory days themselves (全国年节及纪念日放假办法, 国令第795号).
    holidays: ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-03', '2027-01-01'],
    workdays: [],
    currency: 'CNY',
    net: 'net',
    minimum: '100',
    fxMarkupPpm: 0,
    discrepancyDays: 5,
    tolerance: '0',
  },
  // Retrieval at most 5 within 360 days answered in 20, escalation at most 2, the second within 25: as wallets of the Alipay+ kind.
  refunds: {
    windowDays: 365,
    partial: true,
    disputeDays: 360,
    answerDays: 20,
    retrievalsMax: 5,
    escalationDays: 25,
    escalationsMax: 2,
  },
  limits: {
    zone: 'Asia/Shanghai',
    // 条码支付业务规范 (银发〔2017〕296号): D static code 500 a day, C dynamic with less than two factors 1,000, B two factors 5,000.
    // A static code carries no authentication of its own, so qr-merchant without a factor takes the limit of grade D.
    rows: [
      {
        products: ['qr-merchant'],
        strength: 'none',
        currency: 'CNY',
        perPayment: '50000',
        perDay: '50000',
        perMonth: null,
        source: '条码支付业务规范 银发〔2017〕296号 D',
      },
      {
        products: ['nfc', 'qr-consumer'],
        strength: 'none',
        currency: 'CNY',
        perPayment: '100000',
        perDay: '100000',
        perMonth: null,
        source: '条码支付业务规范 银发〔2017〕296号 C',
      },
      {
        products: ['nfc', 'qr-consumer', 'qr-merchant'],
        strength: 'one-factor',
        currency: 'CNY',
        perPayment: '100000',
        perDay: '100000',
        perMonth: null,
        source: '条码支付业务规范 银发〔2017〕296号 C',
      },
      {
        products: ['nfc', 'qr-consumer', 'qr-merchant'],
        strength: 'two-factor',
        currency: 'CNY',
        perPayment: '500000',
        perDay: '500000',
        perMonth: null,
        source: '条码支付业务规范 银发〔2017〕296号 B',
      },
      {
        products: ['in-app', 'online'],
        strength: '*',
        currency: 'CNY',
        perPayment: '5000000',
        perDay: '10000000',
        perMonth: '100000000',
        source: null,
      },
    ],
  },
})

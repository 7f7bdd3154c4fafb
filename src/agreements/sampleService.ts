import type { Clauses } from './terms.ts'

type ServiceClauses = Pick<
  Clauses,
  'parties' | 'scope' | 'integration' | 'monitoring' | 'serviceLevels' | 'marketing' | 'dataSharing' | 'term' | 'law'
>

/** The clauses of the sample agreement about who, where and how. Names of people and numbers of registrations are invented. */
export const sampleService = (): ServiceClauses => ({
  parties: sampleParties(),
  scope: {
    modes: ['data-sharing', 'marketing', 'technical'],
    regions: ['CN'],
    products: ['in-app', 'nfc', 'online', 'qr-consumer', 'qr-merchant'],
    currencies: ['CNY'],
  },
  integration: {
    protocol: 'alipay-openapi/rsa2',
    capabilities: ['bill', 'cancel', 'close', 'notice', 'pay', 'precreate', 'query', 'query-refund', 'refund'],
    certificationProfile: 'wallet-base',
    availabilityWindows: [{ from: '00:00', until: '24:00' }],
    inquirySeconds: [3, 3, 3, 3, 3, 5, 5, 5, 10, 20, 30, 60, 300, 1_800, 7_200, 86_400],
  },
  monitoring: { triggers: sampleTriggers() },
  serviceLevels: {
    zone: 'Asia/Shanghai',
    period: 'month',
    downtime: { errorsOverPpm: 50_000, minutes: 10 }, // above 5 % for ten minutes running (Trustly's published service level)
    levels: [
      {
        id: 'availability',
        name: { zh: '接口可用率', en: 'Interface availability' },
        metric: 'availability',
        bands: [
          { atLeastPpm: 999_000, creditPpm: 0 },
          { atLeastPpm: 995_000, creditPpm: 50_000 },
          { atLeastPpm: 990_000, creditPpm: 100_000 },
          { atLeastPpm: 0, creditPpm: 250_000 },
        ],
      },
    ],
  },
  marketing: {
    annexes: [
      {
        id: 'autumn-tea',
        name: { zh: '秋日茶点立减', en: 'Autumn tea discount' },
        currency: 'CNY',
        budget: '30000000',
        funding: [
          { party: 'institution', ppm: 300_000 },
          { party: 'merchant', ppm: 200_000 },
          { party: 'wallet', ppm: 500_000 },
        ],
        discountPpm: 100_000,
        perPayment: '1000',
        perPayer: '3000',
        minimumAmount: '2000',
        products: ['qr-consumer', 'qr-merchant'],
        firstDay: '2026-09-01',
        lastDay: '2026-10-31',
        onRefund: 'return',
        eligibility: {
          zh: '首次使用本钱包到店支付的顾客',
          en: 'Customers paying in store with this wallet for the first time',
        },
      },
    ],
  },
  dataSharing: { scopes: sampleScopes() },
  term: { effective: '2026-06-30T16:00:00.000Z', months: 24, renewal: 'automatic', noticeDays: 90, windDownDays: 180 },
  law: {
    governing: { zh: '中华人民共和国法律', en: "Laws of the People's Republic of China" },
    forum: { zh: '上海国际经济贸易仲裁委员会', en: 'Shanghai International Economic and Trade Arbitration Commission' },
    prevailing: 'zh',
    notes: [
      {
        zh: '双方同意以可靠的电子签名订立本协议及其修订',
        en: 'The parties conclude this agreement and its amendments by reliable electronic signature',
      },
    ],
  },
})

const sampleParties = (): Clauses['parties'] => ({
  institution: {
    name: { zh: '云汇支付有限公司', en: 'Yunhui Pay Co., Ltd.' },
    registration: '91310000MA1K00001X',
    address: { zh: '上海市浦东新区张江路', en: 'Zhangjiang Road, Pudong New Area, Shanghai' },
    signatory: { name: '沈若云', title: { zh: '总经理', en: 'General Manager' } },
    certificate: null,
  },
  wallet: {
    name: { zh: '支付宝(中国)网络技术有限公司', en: 'Alipay (China) Internet Technology Co., Ltd.' },
    registration: '91310000MA1K00002Y',
    address: { zh: '上海市黄浦区外马路', en: 'Waima Road, Huangpu District, Shanghai' },
    signatory: { name: '陆明哲', title: { zh: '商务总监', en: 'Director of Business Development' } },
    certificate: null,
  },
})

// Unauthorised payments over 5,000 CNY and 1/100,000 of a merchant's volume three months running, or over 50,000 CNY and 1/10,000
// of the partner's in two: closure (PPRO, Alipay in-store thresholds).
const sampleTriggers = (): Clauses['monitoring']['triggers'] => [
  {
    id: 'merchant-unauthorised',
    name: { zh: '商户盗用超标', en: 'Unauthorised payments of a merchant' },
    metric: 'unauthorised',
    subject: 'merchant',
    amountOver: '500000',
    currency: 'CNY',
    ratioOverPpm: 10,
    window: 'month',
    windows: 3,
    action: 'close',
  },
  {
    id: 'partner-unauthorised',
    name: { zh: '机构盗用超标', en: 'Unauthorised payments of the partner' },
    metric: 'unauthorised',
    subject: 'partner',
    amountOver: '5000000',
    currency: 'CNY',
    ratioOverPpm: 100,
    window: 'month',
    windows: 2,
    action: 'suspend',
  },
]

const sampleScopes = (): Clauses['dataSharing']['scopes'] => [
  {
    id: 'settlement-lines',
    field: 'payment-reference',
    purpose: { zh: '对账与差错处理', en: 'Reconciliation and discrepancy handling' },
    basis: 'contract',
    direction: 'to-institution',
    retentionDays: 1_825,
    recipient: { zh: '云汇支付结算部', en: 'Settlement department of Yunhui Pay' },
  },
  {
    id: 'store-category',
    field: 'merchant-category',
    purpose: { zh: '风险识别', en: 'Risk detection' },
    basis: 'contract',
    direction: 'to-wallet',
    retentionDays: 365,
    recipient: { zh: '支付宝风险管理部', en: 'Risk management of Alipay' },
  },
  {
    id: 'visit-pattern',
    field: 'visit-frequency',
    purpose: { zh: '面向商户的汇总洞察', en: 'Aggregated insight for merchants' },
    basis: 'consent',
    direction: 'to-institution',
    retentionDays: 180,
    recipient: { zh: '云汇支付数据服务部', en: 'Data services of Yunhui Pay' },
  },
]

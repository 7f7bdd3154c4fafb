import type { Currency } from '../base/currency.ts'
import { type Money, money } from '../base/money.ts'

export type AccountKind =
  | 'wallet-receivable'
  | 'wallet-payable'
  | 'merchant-pending'
  | 'merchant-payable'
  | 'fee-income'
  | 'scheme-cost'
  | 'revenue-share-expense'
  | 'reserve-held'
  | 'campaign-budget'
  | 'consumer-balance'
  | 'safeguarded-bank'
  | 'settlement-in-transit'
  | 'dispute-suspense'
  | 'loss'
  | 'rounding'
  | 'fx-position'
  | 'meter'
  | 'meter-source'

/** One account: what it is, whose it is (a partner, merchant or institution id, or a meter's name), and its one currency. */
export type AccountKey = { readonly kind: AccountKind; readonly owner: string; readonly currency: Currency }

export type Side = 'debit' | 'credit'

/** An account as it stands. All numbers are minor units; `posted` and `available` count on the account's own side. */
export type Balance = {
  readonly key: AccountKey
  /** Null while nothing was ever booked. */
  readonly id: bigint | null
  readonly debitsPosted: bigint
  readonly creditsPosted: bigint
  readonly debitsPending: bigint
  readonly creditsPending: bigint
  /** Entries so far, without a gap. */
  readonly sequence: bigint
  readonly posted: Money
  /** What may still be taken: posted less what open holds would take out. */
  readonly available: Money
  /** The most that `posted` may become, or null. */
  readonly ceiling: bigint | null
  readonly closed: boolean
}

/** A kind without `owner` and `currency` as one text, for maps and messages. The owner may hold spaces; the ends may not. */
export const accountText = (key: AccountKey): string => `${key.kind} ${key.owner} ${key.currency}`

/** True when money on this kind of account may not be overdrawn. */
export const hasFloor = (kind: AccountKind): boolean => accountKinds[kind].floor === 'zero'

/** Debits and credits as an amount on the account's own side. */
export function onOwnSide(key: AccountKey, debits: bigint, credits: bigint): Money {
  return money(key.currency, accountKinds[key.kind].normal === 'debit' ? debits - credits : credits - debits)
}

/** The bits of `ledger.account.flags`: the two floors that the database itself guards, and closed. */
export const flag = { debitsCovered: 1, creditsCovered: 2, closed: 4 } as const

/** The flags with which an account of this kind is opened. */
export function flagsOf(kind: AccountKind): number {
  if (!hasFloor(kind)) return 0
  return accountKinds[kind].normal === 'credit' ? flag.debitsCovered : flag.creditsCovered
}

export type AccountKindRow = {
  zh: string
  en: string
  means: { zh: string; en: string }
  normal: Side
  group: 'asset' | 'liability' | 'income' | 'expense' | 'memorandum'
  /** zero: may not be overdrawn. free: may stand on either side. */
  floor: 'zero' | 'free'
}

// Client money may not go below zero; the safeguarded bank account may not be overdrawn
// (非银行支付机构监督管理条例, 国务院令第768号, on 备付金). All else may stand on either side for a while.
export const accountKinds: Record<AccountKind, AccountKindRow> = {
  'wallet-receivable': {
    zh: '应收钱包',
    en: 'Wallet receivable',
    normal: 'debit',
    group: 'asset',
    floor: 'free',
    means: {
      zh: '钱包已向付款人收款、尚未结算给我们的金额',
      en: 'What a wallet has collected from payers and still owes us',
    },
  },
  'wallet-payable': {
    zh: '应付钱包',
    en: 'Wallet payable',
    normal: 'credit',
    group: 'liability',
    floor: 'free',
    means: {
      zh: '按协议应付给钱包的收入分成',
      en: 'Revenue share that the agreement gives to a wallet and we still owe',
    },
  },
  'merchant-pending': {
    zh: '商户待结算款',
    en: 'Merchant pending',
    normal: 'credit',
    group: 'liability',
    floor: 'zero',
    means: {
      zh: '已收款、尚未到结算日的商户资金',
      en: 'Money collected for a merchant whose settlement day has not come',
    },
  },
  'merchant-payable': {
    zh: '应付商户',
    en: 'Merchant payable',
    normal: 'credit',
    group: 'liability',
    floor: 'zero',
    means: { zh: '已结算、等待付款给商户的资金', en: 'Money settled for a merchant and waiting to be paid out' },
  },
  'fee-income': {
    zh: '手续费收入',
    en: 'Fee income',
    normal: 'credit',
    group: 'income',
    floor: 'free',
    means: { zh: '向商户收取的手续费', en: 'Fees that merchants pay us' },
  },
  'scheme-cost': {
    zh: '通道成本',
    en: 'Scheme cost',
    normal: 'debit',
    group: 'expense',
    floor: 'free',
    means: { zh: '钱包从应付给我们的款项中扣下的费用', en: 'Fees that wallets keep from what they owe us' },
  },
  'revenue-share-expense': {
    zh: '分成支出',
    en: 'Revenue share expense',
    normal: 'debit',
    group: 'expense',
    floor: 'free',
    means: { zh: '按协议分给钱包的手续费部分', en: 'The part of our fees that agreements give to wallets' },
  },
  'reserve-held': {
    zh: '风险准备金',
    en: 'Reserve held',
    normal: 'credit',
    group: 'liability',
    floor: 'zero',
    means: {
      zh: '从商户或钱包留存、到期释放的保证金',
      en: 'Money kept back from a merchant or wallet and released on its date',
    },
  },
  'campaign-budget': {
    zh: '营销预算',
    en: 'Campaign budget',
    normal: 'credit',
    group: 'liability',
    floor: 'zero',
    means: { zh: '出资方存入、用于补贴付款人的预算', en: 'What a funder has put in to subsidise payers' },
  },
  'consumer-balance': {
    zh: '用户余额',
    en: 'Consumer balance',
    normal: 'credit',
    group: 'liability',
    floor: 'zero',
    means: { zh: '用户储值在我们这里的余额', en: 'Stored value that consumers keep with us' },
  },
  'safeguarded-bank': {
    zh: '备付金银行存款',
    en: 'Safeguarded bank',
    normal: 'debit',
    group: 'asset',
    floor: 'zero',
    means: { zh: '集中存管、只属于客户的资金', en: 'Bank money that belongs to clients only' },
  },
  'settlement-in-transit': {
    zh: '结算在途',
    en: 'Settlement in transit',
    normal: 'debit',
    group: 'asset',
    floor: 'free',
    means: { zh: '已指令、银行尚未确认的收付款', en: 'Payments ordered that a bank has not yet confirmed' },
  },
  'dispute-suspense': {
    zh: '争议挂账',
    en: 'Disputes in suspense',
    normal: 'debit',
    group: 'asset',
    floor: 'free',
    means: { zh: '争议未决、尚不知由谁承担的金额', en: 'Amounts in dispute whose bearer is not yet known' },
  },
  loss: {
    zh: '损失',
    en: 'Loss',
    normal: 'debit',
    group: 'expense',
    floor: 'free',
    means: { zh: '由承担方最终承担的风险损失', en: 'Losses, by who bears them' },
  },
  rounding: {
    zh: '舍入差额',
    en: 'Rounding',
    normal: 'debit',
    group: 'expense',
    floor: 'free',
    means: { zh: '必须始终为零；不为零即为差错', en: 'Must always be zero; anything else is an error' },
  },
  'fx-position': {
    zh: '外汇头寸',
    en: 'FX position',
    normal: 'debit',
    group: 'asset',
    floor: 'free',
    means: { zh: '每个币种对尚未平仓的金额', en: 'What is open in a currency pair' },
  },
  meter: {
    zh: '计量',
    en: 'Meter',
    normal: 'debit',
    group: 'memorandum',
    floor: 'free',
    means: {
      zh: '计费或限额窗口内的累计交易额或笔数，不是资金',
      en: 'Volume or count so far of a fee rule or limit window; not money',
    },
  },
  'meter-source': {
    zh: '计量对方科目',
    en: 'Meter source',
    normal: 'credit',
    group: 'memorandum',
    floor: 'free',
    means: { zh: '计量的对方科目，使计量分录平衡', en: 'The other leg of every meter, so that meters balance too' },
  },
}

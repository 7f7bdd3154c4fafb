import { createHash } from 'node:crypto'
import { termsRoot } from '../src/agreements/digest.ts'
import { type PricedLine, priceCapture } from '../src/agreements/price.ts'
import { priceRefund } from '../src/agreements/refundPrice.ts'
import { sampleTerms } from '../src/agreements/sample.ts'
import { saveInForce, versionOf } from '../src/agreements/store.ts'
import type { Terms } from '../src/agreements/terms.ts'
import type { Id } from '../src/base/id.ts'
import { type Money, money, zero } from '../src/base/money.ts'
import type { Instant } from '../src/base/time.ts'
import { type AccountKey, accountText } from '../src/ledger/account.ts'
import { lockBalances } from '../src/ledger/lock.ts'
import { post } from '../src/ledger/post.ts'
import { newPosting, type Transfer } from '../src/ledger/posting.ts'
import { addClearing } from '../src/settlement/addClearing.ts'
import type { ClearingLine } from '../src/settlement/clearing.ts'
import { type AlipaySimulator, startAlipaySimulator } from '../src/wallets/alipay/simulator.ts'
import { benchApp, benchKeys } from '../src/wallets/alipay/simulator-bench.ts'
import type { Trade } from '../src/wallets/alipay/simulator-books.ts'
import { transaction } from '../src/world/command.ts'
import type { Inside, World } from '../src/world/world.ts'
import type { TestWorld } from './house.ts'

// For tests of settlement and reconciliation: an agreement in force and payments that are booked and cleared as payments do it.

export const partner: Id<'par'> = 'par_01jz0y2m3n4p5q6r7s8t9v0w1x'
export const tea: Id<'mer'> = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a'
export const noodles: Id<'mer'> = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2b'
export const wallet = 'alipay'

/** The sample agreement with some of its settlement clause replaced. */
export function termsWith(settlement: Partial<Terms['clauses']['settlement']> = {}): Terms {
  const sample = sampleTerms()
  return { ...sample, clauses: { ...sample.clauses, settlement: { ...sample.clauses.settlement, ...settlement } } }
}

/** Puts terms in force for the partner from a moment on, past the signing of two parties that is tested elsewhere. */
export async function agree(w: World, terms: Terms, from: Instant = 0): Promise<void> {
  const root = termsRoot(terms)
  await transaction(w, async ({ tx }) => {
    await tx.query(
      'insert into agreements.agreement (id, partner, wallet, created_at_ms) values ($1, $2, $3, 0) on conflict do nothing',
      [terms.agreement, partner, wallet],
    )
    await tx.query(
      `insert into agreements.version (agreement, number, state, terms, root, effective_ms, proposed_by, proposed_at_ms)
       values ($1, $2, 'signed', $3, $4, $5, 'usr_test', 0)`,
      [terms.agreement, terms.version, JSON.stringify(terms), root, from],
    )
    await tx.query(
      `insert into agreements.in_force (partner, agreement, number, root, effective, known)
       values ($1, $2, $3, $4, int8range($5, null), int8range(0, null))`,
      [partner, terms.agreement, terms.version, root, from],
    )
  })
}

export type Sale = { terms: Terms; at: Instant; minor: bigint; merchant?: Id<'mer'>; no: string; walletNo?: string }

/** Books and clears one capture, as payments do: one transaction. */
export async function capture(w: World, sale: Sale): Promise<ClearingLine> {
  return await transaction(w, (i) => captureInside(i, sale))
}

async function captureInside(
  i: Inside,
  { terms, at, minor, merchant = tea, no, walletNo = `2026${no}` }: Sale,
): Promise<ClearingLine> {
  const amount = money('CNY', minor)
  const meters = new Map([['wallet-volume', { volume: 0n, count: 0n }]])
  const priced = priceCapture(terms, { product: 'qr-merchant', amount, meters })
  const [line] = await addClearing(i, [
    {
      ...common(terms, merchant, no, walletNo),
      object: idOf('pay', no),
      kind: 'payment',
      requestNo: null,
      at,
      amount,
      priced,
      meters,
    },
  ])
  await book(i, idOf('pay', no), [
    transfer('wallet-receivable', partner, 'merchant-pending', merchant, amount),
    ...priced.flatMap((one) => feeTransfers(one, merchant)),
  ])
  if (!line) throw new Error('a line was cleared')
  return line
}

/** Books and clears one refund of a capture. `before` is what had been refunded of it. */
export async function refund(
  w: World,
  of: ClearingLine,
  ask: { terms: Terms; at: Instant; minor: bigint; no: string; before?: bigint },
): Promise<ClearingLine> {
  return await transaction(w, async (i) => {
    const amount = money('CNY', ask.minor)
    const priced = priceRefund(ask.terms, {
      lines: of.clauses,
      captured: of.amount,
      refundedBefore: money('CNY', ask.before ?? 0n),
      refund: amount,
    })
    const [line] = await addClearing(i, [
      {
        ...common(ask.terms, of.merchant, of.orderNo, of.walletNo),
        object: idOf('ref', ask.no),
        kind: 'refund',
        requestNo: ask.no,
        at: ask.at,
        amount: money('CNY', -ask.minor),
        priced,
        meters: new Map(),
      },
    ])
    await book(i, idOf('ref', ask.no), [
      ...priced.flatMap((one) => feeTransfers(one, of.merchant)),
      transfer('merchant-pending', of.merchant, 'wallet-receivable', partner, amount),
    ])
    if (!line) throw new Error('a line was cleared')
    return line
  })
}

/** An id that always looks the same for the same name. */
export const idOf = <Kind extends string>(kind: Kind, name: string): Id<Kind> =>
  `${kind}_${createHash('sha256').update(name).digest('hex').slice(0, 26)}`

/** What stands on an account, on its own side. */
export async function standing(w: World, kind: AccountKey['kind'], owner: string): Promise<bigint> {
  const key: AccountKey = { kind, owner, currency: 'CNY' }
  return await transaction(
    w,
    async (i) => (await lockBalances(i, [key])).get(accountText(key))?.posted ?? zero('CNY'),
  ).then(({ minor }) => minor)
}

const common = (terms: Terms, merchant: Id<'mer'>, orderNo: string, walletNo: string | null) => ({
  partner,
  wallet,
  merchant,
  orderNo,
  walletNo,
  terms,
  product: 'qr-merchant' as const,
  agreement: terms.agreement,
  version: terms.version,
  versionDigest: termsRoot(terms),
})

async function book(i: Inside, object: string, transfers: Transfer[]): Promise<void> {
  const kept = transfers.filter(({ amount }) => amount.minor > 0n)
  const [booked] = await post(i, [newPosting(i, { object, version: null, transfers: kept })])
  if (booked?.outcome !== 'posted') throw new Error(`not booked: ${JSON.stringify(booked)}`)
}

function feeTransfers({ kind, payer, payee, amount }: PricedLine, merchant: string): Transfer[] {
  const account = (party: string): [AccountKey['kind'], string] => {
    if (party === 'merchant') return ['merchant-pending', merchant]
    if (party === 'wallet') return [kind === 'revenue-share' ? 'wallet-payable' : 'wallet-receivable', partner]
    return [
      kind === 'merchant-fee' ? 'fee-income' : kind === 'wallet-fee' ? 'scheme-cost' : 'revenue-share-expense',
      'institution',
    ]
  }
  return [transfer(...account(payer), ...account(payee), amount)]
}

const transfer = (
  debit: AccountKey['kind'],
  debitOwner: string,
  credit: AccountKey['kind'],
  creditOwner: string,
  amount: Money,
): Transfer => ({
  debit: { kind: debit, owner: debitOwner, currency: amount.currency },
  credit: { kind: credit, owner: creditOwner, currency: amount.currency },
  amount,
  clause: null,
  path: null,
  why: 'test',
})

/** The partner and its wallet, as the pipeline knows them. */
export async function enter(w: World): Promise<void> {
  const text = { zh: '支付宝', en: 'Alipay' }
  await transaction(w, ({ tx }) =>
    tx.query(
      `insert into partners.partner (id, wallet, name, legal_name, registration, stage, region, note, created_at_ms, stage_at_ms)
       values ($1, $2, $3, $3, '91310000MA1K00002Y', 'live', 'CN', $3, 0, 0)`,
      [partner, wallet, JSON.stringify(text)],
    ),
  )
}

/** Connects the partner's wallet to a simulator inside this process, as our account there. The caller stops it. */
export async function connectAlipay(w: TestWorld, fee: (trade: Trade) => bigint): Promise<AlipaySimulator> {
  const keys = benchKeys('key')
  const simulator = await startAlipaySimulator({
    port: null,
    now: w.now,
    random: w.random,
    keys: keys.simulator,
    manual: true,
    fetch: async () => new Response('success'),
    fee,
  })
  w.network(simulator.fetch)
  w.keys.readOrMake('alipay-test', () => keys.appPrivateKey)
  await transaction(w, ({ tx }) =>
    tx.query(
      `insert into wallets.account (wallet, partner, app_id, seller_id, gateway, notify_url, signing_key, trusted, created_at_ms)
       values ('alipay', $1, $2, $3, $4, null, 'alipay-test', $5, 0)`,
      [partner, benchApp.appId, benchApp.sellerId, `${simulator.url}/gateway.do`, [keys.alipayPublicKey]],
    ),
  )
  return simulator
}

/** Puts an amendment in force from a moment on; until then the version before it governs, as a signing would leave it. */
export async function amend(w: World, terms: Terms, from: Instant): Promise<void> {
  const root = termsRoot(terms)
  await transaction(w, async (i) => {
    await i.tx.query(
      `insert into agreements.version (agreement, number, state, terms, root, effective_ms, proposed_by, proposed_at_ms)
       values ($1, $2, 'signed', $3, $4, $5, 'usr_test', 0)`,
      [terms.agreement, terms.version, JSON.stringify(terms), root, from],
    )
  })
  const version = await versionOf(w, terms.agreement, terms.version)
  if (!version) throw new Error('the amendment was stored')
  await transaction(w, (i) => saveInForce(i, partner, version, from), { unrecorded: 'the signing is tested elsewhere' })
}

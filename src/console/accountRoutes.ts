import { termsOfRoot } from '../agreements/inForce.ts'
import type { Digest } from '../base/digest.ts'
import { accountKinds, accountText } from '../ledger/account.ts'
import { type AccountSums, accountsAt, movesOf } from '../ledger/accounts.ts'
import { balanceOf, trialBalance } from '../ledger/balances.ts'
import { ledgerFaults } from '../ledger/errors.ts'
import type { Entry } from '../ledger/statement.ts'
import { partnerByWallet } from '../partners/find.ts'
import { currencyJson, digestJson, lineJson, moneyJson, page, pageQuery, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { accountKindJson, accountRefJson, toAccountRef } from './accountRef.ts'
import { type NamesOf, namesIn } from './names.ts'
import { proofJson, proofNow } from './proof.ts'

const accountJson = z
  .strictObject({
    ...accountRefJson.shape,
    side: z.enum(['debit', 'credit']),
    debits: moneyJson,
    credits: moneyJson,
    balance: moneyJson.meta({ description: 'On the account’s normal side; negative when it stands on the other' }),
    held: moneyJson,
    entries: z.int().meta({ description: 'Lines of its history, holds among them' }),
    safeguarded: z.boolean().meta({ description: 'Client money that must stay covered' }),
  })
  .meta({ id: 'Account' })

const trialJson = z
  .object({
    ...page(accountJson).shape,
    at: timeJson,
    totals: z.array(z.strictObject({ currency: currencyJson, debits: moneyJson, credits: moneyJson })),
  })
  .meta({ id: 'TrialBalance' })

const entryJson = z
  .strictObject({
    id: z.string(),
    posting: z.string(),
    at: timeJson,
    side: z.enum(['debit', 'credit']),
    amount: moneyJson,
    balance: moneyJson,
    other: accountRefJson,
    why: z.string(),
    object: z.string(),
    version: z.strictObject({ agreement: z.string(), version: z.int(), digest: digestJson }).nullable(),
    path: z.string().nullable(),
  })
  .meta({ id: 'AccountEntry' })

const entriesJson = z.object({ ...page(entryJson).shape, account: accountJson }).meta({ id: 'AccountEntries' })

const one = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,17}$/) })
const trialQuery = z.strictObject({
  ...pageQuery,
  at: timeJson.optional(),
  kind: accountKindJson.optional(),
  owner: lineJson(60)
    .optional()
    .meta({ description: 'Id of a partner, merchant or `institution`, or a wallet’s name' }),
})
const entriesQuery = z.strictObject({ ...pageQuery, from: timeJson.optional(), until: timeJson.optional() })

export const accountRoutes: Route[] = [
  route({
    name: 'listAccounts',
    does: 'GET /v1/accounts',
    tag: 'ledger',
    summary: { zh: '任一时刻的试算平衡', en: 'The trial balance at any moment' },
    may: 'ledger.read',
    query: trialQuery,
    reply: trialJson,
    refuses: [ledgerFaults.badPage],
    handle: trial,
  }),
  route({
    name: 'listAccountEntries',
    does: 'GET /v1/accounts/{id}/entries',
    tag: 'ledger',
    summary: { zh: '一个账户的分录，最新在前', en: 'Entries of an account, newest first' },
    may: 'ledger.read',
    params: one,
    query: entriesQuery,
    reply: entriesJson,
    refuses: [ledgerFaults.unknownAccount, ledgerFaults.badPage],
    handle: entries,
  }),
  route({
    name: 'proveBooks',
    does: 'GET /v1/proof',
    tag: 'ledger',
    summary: { zh: '现在重新核算全部账簿', en: 'Prove the books now' },
    may: 'ledger.read',
    reply: proofJson,
    refuses: [],
    handle: async (w) => await proofNow(w),
  }),
]

async function trial(
  w: World,
  { query }: Ask<unknown, z.output<typeof trialQuery>>,
): Promise<z.output<typeof trialJson>> {
  const { at, kind = null, owner, limit, cursor } = query
  const names = namesIn(w)
  const whose = owner === undefined ? null : ((await partnerByWallet(w, owner))?.id ?? owner)
  const found = await accountsAt(w, { at: at ?? null, kind, owner: whose }, pageOf(limit, cursor))
  const { totals, at: moment } = await trialBalance(w, at)
  return {
    items: await Promise.all(found.items.map((sums) => toAccount(names, sums))),
    next: found.next,
    at: moment,
    totals,
  }
}

async function entries(
  w: World,
  { params, query }: Ask<{ id: string }, z.output<typeof entriesQuery>>,
): Promise<z.output<typeof entriesJson>> {
  const { from = null, until = null, limit, cursor } = query
  const names = namesIn(w)
  const found = await movesOf(w, BigInt(params.id), { from, until }, pageOf(limit, cursor))
  const items: z.output<typeof entryJson>[] = []
  const ids = new Map<string, bigint | null>()
  for (const entry of found.items) {
    const text = accountText(entry.other)
    if (!ids.has(text)) ids.set(text, (await balanceOf(w, entry.other)).id)
    items.push(await toEntry(w, names, entry, ids.get(text) ?? 0n))
  }
  return { items, next: found.next, account: await toAccount(names, found.account) }
}

const pageOf = (limit = 20, cursor?: string) => ({ limit, cursor: cursor ?? null })

// Client money is what we owe others and may never overdraw.
async function toAccount(
  names: NamesOf,
  { id, key, debits, credits, balance, held, entries: count }: AccountSums,
): Promise<z.output<typeof accountJson>> {
  const { normal, group, floor } = accountKinds[key.kind]
  const safeguarded = group === 'liability' && floor === 'zero'
  return {
    ...(await toAccountRef(names, key, id)),
    side: normal,
    debits,
    credits,
    balance,
    held,
    entries: Number(count),
    safeguarded,
  }
}

async function toEntry(w: World, names: NamesOf, entry: Entry, otherId: bigint): Promise<z.output<typeof entryJson>> {
  const { posting, position, at, side, amount, balance, other, why, object, version, path } = entry
  return {
    id: `${posting}:${position}`,
    posting,
    at,
    side,
    amount,
    balance,
    why,
    object,
    path,
    other: await toAccountRef(names, other, otherId),
    version: version && (await versionRef(w, version)),
  } // prettier: one entry
}

async function versionRef(
  w: World,
  digest: Digest,
): Promise<{ agreement: string; version: number; digest: Digest } | null> {
  const terms = await termsOfRoot(w, digest)
  return terms && { agreement: terms.agreement, version: terms.version, digest }
}

import { transaction } from '../world/command.ts'
import { idJson, page, pageQuery } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { authenticationData, refuseAuthenticationData } from './authenticationData.ts'
import { vaultFaults } from './errors.ts'
import { keysNow, tokenOf } from './find.ts'
import { searchToken } from './reveal.ts'
import { tokenById, tokensBefore } from './store.ts'
import { methodsBefore } from './storeMethod.ts'
import { revealsBefore } from './storeReveal.ts'
import { tokenise } from './tokenise.ts'
import { tokenKindJson } from './value.ts'
import { keysJson, methodJson, revealJson, tokenJson, toMethodView, toRevealView, toTokenView } from './view.ts'

// Newest first: a cursor is the last id of the page before; before the first page stands what sorts after every id.
const end = '~'
const one = z.strictObject({ id: idJson('tok') })
const valueJson = z.string().min(1).max(200)
const subjectJson = z.string().regex(/^[a-z]{2,5}_[0-9a-z]{4,40}$/)

/** Ids, cursors and views of a list page by page. */
async function listed<Row extends { id: string }, View>(
  rows: (cursor: string, most: number) => Promise<Row[]>,
  query: { limit?: number | undefined; cursor?: string | undefined },
  view: (row: Row) => View,
): Promise<{ items: View[]; next: string | null }> {
  const { limit = 20, cursor = end } = query
  const found = await rows(cursor, limit + 1)
  const items = found.slice(0, limit)
  return { items: items.map(view), next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

export const vaultRoutes: Route[] = [
  route({
    name: 'listVaultTokens',
    does: 'GET /v1/vault/tokens',
    tag: 'vault',
    summary: { zh: '令牌列表，只显示掩码', en: 'Tokens, masked, newest first' },
    may: 'vault.read',
    query: z.strictObject({ ...pageQuery, cursor: idJson('tok').optional() }),
    reply: page(tokenJson),
    refuses: [],
    handle: (w, { who, query }) => listed((cursor, most) => tokensBefore(w, who.org, cursor, most), query, toTokenView),
  }),
  route({
    name: 'getVaultToken',
    does: 'GET /v1/vault/tokens/{id}',
    tag: 'vault',
    summary: {
      zh: '一个令牌、它的查看记录和使用它的支付方式',
      en: 'One token, who looked at it and which methods use it',
    },
    may: 'vault.read',
    params: one,
    reply: z
      .strictObject({ token: tokenJson, reveals: z.array(revealJson).max(100), methods: z.array(methodJson).max(100) })
      .meta({ id: 'VaultTokenSeen' }),
    refuses: [vaultFaults.tokenNotFound],
    handle: async (w, { who, params }) => {
      const { token, reveals, methods } = await tokenOf(w, who.org, params.id)
      return { token: toTokenView(token), reveals: reveals.map(toRevealView), methods: methods.map(toMethodView) }
    },
  }),
  route({
    name: 'tokenise',
    does: 'POST /v1/vault/tokens',
    tag: 'vault',
    summary: {
      zh: '把卡号、账号、姓名、证件号或手机号换成令牌；同一个值得到同一个令牌',
      en: 'Exchange a card, account, name, id or phone number for a token; the same value gives the same token',
    },
    may: 'vault.manage',
    body: z.strictObject({ kind: tokenKindJson, value: valueJson, subject: subjectJson, ...authenticationData }),
    reply: tokenJson,
    status: 201,
    refuses: [vaultFaults.valueInvalid, vaultFaults.authenticationData],
    handle: (w, { who, body }) => tokeniseForm(w, who, body),
  }),
  route({
    name: 'searchVault',
    does: 'POST /v1/vault/search',
    tag: 'vault',
    summary: {
      zh: '按完整的值查找令牌；每次查找都有记录',
      en: 'Find the token of exactly this value; every search is recorded',
    },
    may: 'vault.read',
    body: z.strictObject({ kind: tokenKindJson, value: valueJson, ...authenticationData }),
    reply: z.strictObject({ items: z.array(tokenJson).max(1), next: z.null() }),
    refuses: [vaultFaults.valueInvalid, vaultFaults.authenticationData, vaultFaults.tooManySearches],
    handle: async (w, { who, body }) => {
      refuseAuthenticationData(body)
      const found = await searchToken(w, who, body.kind, body.value)
      return { items: found ? [toTokenView(found)] : [], next: null }
    },
  }),
  route({
    name: 'listReveals',
    does: 'GET /v1/vault/reveals',
    tag: 'vault',
    summary: { zh: '明文查看记录，最新在前', en: 'Who looked at a value in clear, newest first' },
    may: 'vault.read',
    query: z.strictObject({ ...pageQuery, cursor: idJson('rev').optional() }),
    reply: page(revealJson),
    refuses: [],
    handle: (w, { who, query }) =>
      listed((cursor, most) => revealsBefore(w, who.org, cursor, most), query, toRevealView),
  }),
  ...keyRoutes(),
]

function keyRoutes(): Route[] {
  return [
    route({
      name: 'getVaultKeys',
      does: 'GET /v1/vault/keys',
      tag: 'vault',
      summary: { zh: '数据密钥、主密钥与轮换进度', en: 'Data keys, the master key and how rotations stand' },
      may: 'vault.read',
      reply: keysJson,
      refuses: [vaultFaults.masterMissing],
      handle: async (w) => {
        const { master, ...seen } = await keysNow(w)
        return { ...seen, master: { id: master, kind: kindOf(master) }, at: w.now() }
      },
    }),
    route({
      name: 'listSavedMethods',
      does: 'GET /v1/methods',
      tag: 'vault',
      summary: { zh: '持有人保存的支付方式，只显示掩码', en: 'Holders’ saved payment methods, masked' },
      may: 'vault.read',
      query: z.strictObject({ ...pageQuery, cursor: idJson('mth').optional(), holder: subjectJson.optional() }),
      reply: page(methodJson),
      refuses: [],
      handle: (w, { who, query }) =>
        listed(
          (before, most) => methodsBefore(w, { tenant: who.org, holder: query.holder ?? '', before, most }),
          query,
          toMethodView,
        ),
    }),
  ]
}

type TokeniseForm = { kind: z.output<typeof tokenKindJson>; value: string; subject: string }

async function tokeniseForm(w: World, { org }: Who, body: TokeniseForm): Promise<z.output<typeof tokenJson>> {
  refuseAuthenticationData(body)
  const { kind, value, subject } = body
  const token = await transaction(w, async (i) => {
    const made = await tokenise(i, { tenant: org, kind, value, subject })
    return await tokenById(i, made.token)
  })
  if (!token) throw vaultFaults.tokenNotFound({ token: '' })
  return toTokenView(token)
}

const kindOf = (master: string): 'file' | 'kms' | 'hsm' =>
  master.startsWith('kms:') ? 'kms' : master.startsWith('hsm:') ? 'hsm' : 'file'

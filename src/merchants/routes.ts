import { bothTexts, idJson, page, pageQuery } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { merchantFaults } from './errors.ts'
import type { Merchant } from './merchant.ts'
import { merchantById, merchantsAfter, storesOfMerchant } from './store.ts'

const row = {
  id: z.string(),
  name: bothTexts,
  legalName: z.string(),
  mcc: z.string().meta({ description: 'Merchant category code, ISO 18245' }),
  city: bothTexts,
  region: z.string().meta({ description: 'ISO 3166-1 alpha-2' }),
  active: z.boolean().meta({ description: 'May be paid' }),
}
const merchantRowJson = z.strictObject(row).meta({ id: 'MerchantRow' })
const merchantJson = z
  .strictObject({
    ...row,
    stores: z.array(z.strictObject({ id: z.string(), name: bothTexts, address: z.string() })).max(500),
  })
  .meta({ id: 'Merchant' })

const listQuery = z.strictObject({ ...pageQuery, cursor: idJson('mer').optional() })

export const merchantRoutes: Route[] = [
  route({
    name: 'listMerchants',
    does: 'GET /v1/merchants',
    tag: 'merchants',
    summary: { zh: '商户列表，最早在前', en: 'Merchants, oldest first' },
    may: 'merchants.read',
    query: listQuery,
    reply: page(merchantRowJson),
    refuses: [],
    handle: listMerchants,
  }),
  route({
    name: 'getMerchant',
    does: 'GET /v1/merchants/{id}',
    tag: 'merchants',
    summary: { zh: '一个商户和它的门店', en: 'One merchant and its stores' },
    may: 'merchants.read',
    params: z.strictObject({ id: idJson('mer') }),
    reply: merchantJson,
    refuses: [merchantFaults.notFound],
    handle: async (w, { who, params }) => {
      const merchant = mayKnow(who, params.id) ? await merchantById(w, params.id) : null
      if (!merchant) throw merchantFaults.notFound({ merchant: params.id })
      const stores = await storesOfMerchant(w, merchant.id)
      return { ...toRow(merchant), stores: stores.map(({ id, name, address }) => ({ id, name, address })) }
    },
  }),
]

async function listMerchants(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const { limit = 20, cursor = '' } = query
  const found = seesAll(who) ? await merchantsAfter(w, cursor, limit + 1) : await itself(w, who, cursor)
  const items = found.slice(0, limit).map(toRow)
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

// A merchant knows of itself only; a wallet partner of none.
const seesAll = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'
const mayKnow = (who: Who, id: string): boolean => seesAll(who) || (who.orgKind === 'merchant' && who.org === id)

async function itself(w: World, who: Who, after: string): Promise<Merchant[]> {
  const own = mayKnow(who, who.org) && who.org > after ? await merchantById(w, who.org) : null
  return own ? [own] : []
}

function toRow({ id, name, legalName, mcc, city, region, active }: Merchant): z.output<typeof merchantRowJson> {
  return { id, name, legalName, mcc, city, region, active }
}

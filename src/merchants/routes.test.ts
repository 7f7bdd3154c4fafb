import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import type { Id } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { enlist } from './enlist.ts'
import { merchantRoutes } from './routes.ts'

const idOf = (last: string): Id<'mer'> => `mer_01jz0y2m3n4p5q6r7s8t9v0w2${last}`
const [tea, noodles, books] = [idOf('a'), idOf('b'), idOf('c')]
const caller = (orgKind: Who['orgKind'], org: string, ...permissions: string[]): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id: `${orgKind}-${permissions.length}`,
  name: orgKind,
  org,
  orgKind,
  role: orgKind,
  permissions: new Set(permissions),
})

type Row = { id: string; name: { zh: string; en: string } }
type Reply = { items: Row[]; next: string | null; stores: object[]; code: string }

async function doors() {
  const w = await testWorld()
  await transaction(w, async (i) => {
    for (const [place, id] of [tea, noodles, books].entries()) {
      const name = { zh: `商户${place}`, en: `Merchant ${place}` }
      const merchant = {
        id,
        name,
        legalName: name.zh,
        mcc: '5814',
        city: name,
        region: 'CN',
        active: true,
        createdAt: 0,
      }
      const store = { id: `sto_${id.slice(4)}` as const, merchant: id, name, address: '龙井路 18 号' }
      await enlist(i, merchant, place === 0 ? [store] : [])
    }
  })
  const callers = [
    caller('institution', 'institution', 'merchants.read'),
    caller('auditor', 'auditor', 'merchants.read'),
    caller('merchant', noodles, 'merchants.read'),
    caller('partner', 'par_01jz0y2m3n4p5q6r7s8t9v0w1x', 'merchants.read'),
    caller('institution', 'institution'),
  ]
  const { url } = await open(w, merchantRoutes, { authenticate: knowing(...callers) })
  return async (who: string, path: string) => {
    const reply = await fetch(`${url}/v1/merchants${path}`, { headers: { authorization: `Bearer ${who}` } })
    return { status: reply.status, body: (await reply.json()) as Reply }
  }
}

test('every merchant is listed once, page by page', async () => {
  const ask = await doors()
  const first = await ask('institution-1', '?limit=2')
  expect(first.body.items.map(({ id }) => id)).toEqual([tea, noodles])
  const second = await ask('institution-1', `?limit=2&cursor=${first.body.next}`)
  expect([second.body.items.map(({ id }) => id), second.body.next]).toEqual([[books], null])
  expect((await ask('institution-1', '?cursor=%00')).status).toBe(400)
})

test.each([
  ['the institution sees all', 'institution-1', 3, 200],
  ['an auditor sees all', 'auditor-1', 3, 200],
  ['a merchant sees itself', 'merchant-1', 1, 404],
  ['a wallet partner sees none', 'partner-1', 0, 404],
])('%s', async (_, who, seen, status) => {
  const ask = await doors()
  expect((await ask(who, '')).body.items).toHaveLength(seen)
  expect((await ask(who, `/${tea}`)).status).toBe(status)
  expect((await ask(who, `?cursor=${books}`)).body).toEqual({ items: [], next: null })
})

test('one merchant answers with its stores, an unknown one is not found, and nobody reads without the permission', async () => {
  const ask = await doors()
  const stores = [{ id: `sto_${tea.slice(4)}`, name: { zh: '商户0', en: 'Merchant 0' }, address: '龙井路 18 号' }]
  expect((await ask('institution-1', `/${tea}`)).body).toMatchObject({ id: tea, active: true, stores })
  expect((await ask('merchant-1', `/${noodles}`)).body.stores).toEqual([])
  expect((await ask('institution-1', `/${idOf('d')}`)).body.code).toBe('merchants.not_found')
  expect((await ask('institution-0', '')).status).toBe(403)
})

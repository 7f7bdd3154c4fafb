import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { enter, partner } from '../../test/settled.ts'
import { sampleTerms } from '../agreements/sample.ts'
import { approvalsOf, versionsOf } from '../agreements/store.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import type { Permission } from '../identity/role.ts'
import type { Who, z } from '../world/route.ts'
import { isSigned, type Move, moveId } from './move.ts'
import { negotiationRoutes } from './routes.ts'
import { movesOf, roomOf } from './store.ts'
import type { roomJson } from './view.ts'

const who = (id: string, orgKind: Who['orgKind'], org: string, ...permissions: Permission[]): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind,
  role: 'legal',
  permissions: new Set(permissions),
}) // prettier: one caller
const all: Permission[] = ['negotiations.read', 'negotiations.move', 'agreements.approve']
const wang = who('王敏', 'institution', 'institution', ...all)
const clerk = who('陈立', 'institution', 'institution', 'negotiations.read', 'negotiations.move')
const zhou = who('周岚', 'partner', partner, ...all)
const stranger = who('陌生人', 'partner', 'par_01jz0y2m3n4p5q6r7s8t9v0zzz', ...all)
const shop = who('商户', 'merchant', 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a', ...all)
const { reserve, refunds, fees, parties } = sampleTerms().clauses

/** A room, a list or a refusal, as it travels. */
type Said = z.input<typeof roomJson> & {
  terms?: Terms
  code: string
  at: string
  en: string
  items: object[]
}
type Reply = { status: number; json: Said }

async function desk() {
  const w = await testWorld({ at: '2026-06-20T02:00:00Z' })
  await enter(w)
  const { url } = await open(w, negotiationRoutes, {
    authenticate: async (world, headers) => {
      const named = decodeURIComponent(headers['authorization'] ?? '')
      return await knowing(wang, clerk, zhou, stranger, shop)(world, { ...headers, authorization: named })
    },
  })
  let keys = 0
  const ask = async (by: Who, does: string, body?: object): Promise<Reply> => {
    const [method = '', path = ''] = does.split(' ')
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${encodeURIComponent(by.id)}`,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': `k${++keys}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: reply.status, json: (await reply.json()) as Said }
  }
  const terms = sampleTerms()
  const opened = await ask(wang, 'POST /v1/negotiations', { partner, schedule: 'whole', terms })
  const id = opened.json.id
  const act = (by: Who, intent: object, held?: number): Promise<Reply> =>
    ask(by, `POST /v1/negotiations/${id}/moves`, { act: intent, ...(held === undefined ? {} : { held }) })
  return { w, ask, act, id, opened }
}

const card = (room: Reply, clause: string) =>
  present(
    room.json.clauses.find((one) => one.clause === clause),
    'the clause has its card',
  )
const first = (room: Reply) => present(room.json.offers[0], 'an offer was made')
const offer = (clauses: object) => ({ kind: 'offer', clauses, words: null })

test('two sides offer, accept and are ready; the version then lies proposed and approved by both, with the persons and the root', async () => {
  const { w, act, id, opened } = await desk()
  expect(opened).toMatchObject({ status: 201, json: { state: 'open', side: 'institution', cards: { untouched: 16 } } })
  const offered = await act(wang, offer({ reserve: { ...reserve, rollingPpm: 15_000 } }))
  expect(card(offered, 'reserve')).toMatchObject({
    state: 'open',
    differences: [{ path: '/clauses/reserve/rollingPpm', institution: 15_000, wallet: 20_000 }],
    institution: { person: '王敏' },
  })
  expect(card(offered, 'reserve').institution.sentences).not.toBeNull()
  const { move } = first(offered)
  expect((await act(wang, { kind: 'accept', offer: move })).json.code).toBe('negotiation.unknown_offer')
  const early = await act(zhou, { kind: 'ready', root: 'f'.repeat(64) })
  expect(early).toMatchObject({ status: 409, json: { code: 'negotiation.not_ready' } })
  const agreed = await act(zhou, { kind: 'accept', offer: move })
  expect(card(agreed, 'reserve').state).toBe('agreed')
  const { root } = agreed.json
  expect((await act(clerk, { kind: 'ready', root })).json.code).toBe('negotiation.may_not_approve')
  await act(wang, { kind: 'ready', root })
  expect((await act(wang, offer({ reserve }))).json.code).toBe('negotiation.bound')
  const complete = await act(zhou, { kind: 'ready', root })
  expect(complete.json).toMatchObject({ state: 'complete', root, may: [] })
  expect((await act(zhou, offer({ reserve }))).json.code).toBe('negotiation.not_open')
  const [version] = await versionsOf(w, opened.json.agreement)
  expect(version).toMatchObject({ number: 1, state: 'approved', root })
  expect(await approvalsOf(w, opened.json.agreement, 1)).toMatchObject([
    { party: 'institution', person: '王敏', by: '王敏', root },
    { party: 'wallet', person: '周岚', by: '周岚', root },
  ])
  const room = await roomOf(w, id)
  for (const kept of await movesOf(w, id)) {
    expect(moveId(kept.move)).toBe(kept.id)
    expect(isSigned(kept.move as Move, room?.keys[kept.move.by] ?? '')).toBe(true)
  }
})

test('both are ready at one moment: the version is proposed exactly once', async () => {
  const { w, act, opened } = await desk()
  const { root } = opened.json
  const replies = await Promise.all([act(wang, { kind: 'ready', root }), act(zhou, { kind: 'ready', root })])
  expect(replies.map(({ status }) => status)).toEqual([200, 200])
  expect((await versionsOf(w, opened.json.agreement)).map(({ state }) => state)).toEqual(['approved'])
})

test('of two moves made on the same sight one wins, and the other hears how far the negotiation went', async () => {
  const { act } = await desk()
  const replies = await Promise.all(
    [10_000, 12_000].map((rollingPpm) => act(wang, offer({ reserve: { ...reserve, rollingPpm } }), 0)),
  )
  const lost = replies.filter(({ status }) => status === 409)
  expect(lost).toMatchObject([{ json: { code: 'negotiation.stale' } }])
  expect(lost[0]?.json.en).toContain('(1 moves)')
})

test('acceptances that pass each other are shown as crossed, and a package is agreed whole', async () => {
  const { act } = await desk()
  const both = { reserve: { ...reserve, rollingPpm: 15_000 }, refunds: { ...refunds, windowDays: 180 } }
  const ours = first(await act(wang, offer(both))).move
  const room = await act(zhou, offer({ reserve: { ...reserve, rollingPpm: 10_000 } }))
  const theirs = room.json.offers.find(({ by }) => by === 'wallet')?.move
  await act(zhou, { kind: 'accept', offer: ours })
  const crossed = await act(wang, { kind: 'accept', offer: theirs })
  expect(card(crossed, 'reserve').state).toBe('crossed')
  expect(card(crossed, 'refunds').state).toBe('agreed')
})

test('contradictory, malformed and closed clauses are refused with their place in both languages', async () => {
  const { ask, act, id } = await desk()
  const [rule, ...rules] = fees.rules
  const twice = await act(wang, offer({ fees: { ...fees, rules: [rule, rule, ...rules] } }))
  expect(twice).toMatchObject({ status: 422, json: { code: 'negotiation.terms_invalid' } })
  expect(twice.json.at).toMatch(/^\/clauses\/fees\/rules\//)
  expect((await act(wang, offer({ reserve: { ...reserve, rollingPpm: -1 } }))).json.at).toBe(
    '/clauses/reserve/rollingPpm',
  )
  await ask(wang, `POST /v1/negotiations/${id}/close`, { reason: '改谈营销附件' })
  const marketing = await ask(wang, 'POST /v1/negotiations', { partner, schedule: 'marketing', terms: sampleTerms() })
  expect(marketing.json.clauses.map(({ clause }) => clause)).toEqual(['scope', 'marketing'])
  const closed = await ask(wang, `POST /v1/negotiations/${marketing.json.id}/moves`, { act: offer({ parties }) })
  expect(closed.json.code).toBe('negotiation.closed_clause')
})

test('a room of another partner does not exist for a stranger or a merchant, and a partner neither opens nor closes one', async () => {
  const { ask, act, id } = await desk()
  for (const by of [stranger, shop]) {
    expect((await ask(by, `GET /v1/negotiations/${id}`)).status).toBe(404)
    expect((await ask(by, `GET /v1/negotiations/${id}/moves`)).status).toBe(404)
    expect((await act(by, { kind: 'lock', clauses: ['reserve'] })).status).toBe(404)
    expect((await ask(by, 'GET /v1/negotiations')).json.items).toEqual([])
  }
  expect((await ask(zhou, `POST /v1/negotiations/${id}/close`, { reason: '不谈了' })).status).toBe(404)
  expect((await ask(zhou, 'POST /v1/negotiations', { partner, schedule: 'whole' })).status).toBe(422)
  const again = await ask(wang, 'POST /v1/negotiations', { partner, schedule: 'data', terms: sampleTerms() })
  expect(again.json.code).toBe('negotiation.already_open')
})

test('the film strip shows the room as it stood after so many moves', async () => {
  const { ask, act, id } = await desk()
  await act(wang, offer({ reserve: { ...reserve, rollingPpm: 15_000 } }))
  await act(zhou, offer({ reserve: { ...reserve, rollingPpm: 15_000 } }))
  const states = await Promise.all([0, 1, 2].map((until) => ask(zhou, `GET /v1/negotiations/${id}?until=${until}`)))
  expect(states.map((room) => card(room, 'reserve').state)).toEqual(['untouched', 'open', 'agreed'])
  const strip = await ask(zhou, `GET /v1/negotiations/${id}/moves?after=1`)
  expect(strip.json.items).toMatchObject([{ place: 2, by: 'wallet', seq: 1 }])
})

test('the whole terms of either side can be read, to be priced', async () => {
  const { ask, act, id } = await desk()
  await act(wang, offer({ reserve: { ...reserve, rollingPpm: 15_000 } }))
  const read = async (of: string) => await ask(zhou, `GET /v1/negotiations/${id}/terms?of=${of}`)
  const rates = await Promise.all(['base', 'institution', 'wallet'].map(read))
  expect(rates.map(({ json }) => json.terms?.clauses.reserve.rollingPpm)).toEqual([20_000, 15_000, 20_000])
  expect((await ask(stranger, `GET /v1/negotiations/${id}/terms?of=base`)).status).toBe(404)
})

test('of rooms opened at once with one partner one is opened, and the partner’s key of it signs what counts', async () => {
  const { w, ask, id } = await desk()
  await ask(wang, `POST /v1/negotiations/${id}/close`, { reason: '重新开始' })
  await w.db.pool.query('delete from negotiation.partner_key')
  const terms = sampleTerms()
  const replies = await Promise.all(
    Array.from({ length: 6 }, () => ask(wang, 'POST /v1/negotiations', { partner, schedule: 'whole', terms })),
  )
  const opened = replies.filter(({ status }) => status === 201)
  expect(opened).toHaveLength(1)
  const refused = replies.filter(({ status }) => status !== 201)
  expect(refused.map(({ status, json }) => [status, json.code])).toEqual(
    Array.from({ length: 5 }, () => [409, 'negotiation.already_open']),
  )
  const room = present(opened[0], 'one was opened').json
  const offered = await ask(zhou, `POST /v1/negotiations/${room.id}/moves`, {
    act: offer({ reserve: { ...reserve, days: 30 } }),
  })
  expect(card(offered, 'reserve').state).toBe('open')
})

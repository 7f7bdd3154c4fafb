import { expect, test } from 'vitest'
import { open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { person } from '../identity/testApprovals.ts'
import { enterPartner } from '../partners/enter.ts'
import { partnerById } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { DossierContent, Figure } from './dossier.ts'
import { publishedDossier } from './find.ts'
import { researchRoutes } from './routes.ts'

type Reply = ReturnType<typeof JSON.parse>
type House = {
  w: TestWorld
  partner: string
  get(as: string, path: string): Promise<{ status: number; body: Reply }>
  post(as: string, path: string, body: object): Promise<{ status: number; body: Reply }>
}

async function house(): Promise<House> {
  const w = await testWorld()
  const both = { zh: '京东支付', en: 'JD Pay' }
  const wallet = { wallet: 'jdpay', name: both, legalName: both, registration: '91110108748101637P', region: 'CN' }
  const { id } = await transaction(w, (i) => enterPartner(i, { ...wallet, sharePpm: null, note: both }, 'usr_1'))
  const people: Record<string, Who> = {
    lead: await person(w, 'business'),
    risk: await person(w, 'risk'),
    legal: await person(w, 'legal'),
    wallet: {
      ...(await person(w, 'partner', { org: id, orgKind: 'partner' as never })),
      // Even with the ticks a partner never gets in.
      permissions: new Set(['evaluations.read', 'research.write']),
    },
  }
  const server = await open(w, researchRoutes, {
    authenticate: async (_, { authorization }) =>
      Object.entries(people).find(([name]) => authorization === `Bearer ${name}`)?.[1] ?? null,
  })
  let asked = 0
  const call = async (as: string, path: string, init: RequestInit = {}) => {
    const headers = {
      authorization: `Bearer ${as}`,
      'content-type': 'application/json',
      'idempotency-key': `test-key-${++asked}`,
    }
    const response = await fetch(`${server.url}${path}`, { ...init, headers })
    return { status: response.status, body: (await response.json()) as Reply }
  }
  return {
    w,
    partner: id,
    get: (as, path) => call(as, path),
    post: (as, path, body) => call(as, path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

const figure = (kind: Figure['kind'], value: number, of: Partial<Figure> = {}): Figure => ({
  kind,
  segment: null,
  value,
  source: 'survey',
  asOf: '2026-06-20',
  ...of,
})
const online = { zh: '线上', en: 'Online' }
const inStore = { zh: '线下', en: 'In store' }

function content(of: Partial<DossierContent> = {}): DossierContent {
  return {
    currency: 'CNY',
    sources: [
      {
        id: 'survey',
        title: { zh: '付款人问卷', en: 'Survey of payers' },
        publisher: { zh: '市场部', en: 'Marketing' },
        where: 'YH-MR-2026-06.pdf',
        published: '2026-06-25',
        read: '2026-06-28',
        reliability: 'survey',
        isSample: true,
      },
    ],
    figures: [
      figure('users', 1_210_000),
      figure('share', 31_000),
      figure('growth', 84_000),
      figure('ticket', 18_420),
      figure('frequency', 190),
      figure('channel', 840_000, { segment: online }),
      figure('channel', 160_000, { segment: inStore }),
    ],
    habits: [{ statement: { zh: '多为大额订单', en: 'Mostly large orders' }, source: 'survey', strength: 'moderate' }],
    trends: [{ note: { zh: '监管趋严', en: 'Stricter rules' }, source: 'survey' }],
    ...of,
  }
}

const wish = (of: Partial<DossierContent> = {}, over: string | null = null) => ({
  market: 'CN',
  content: content(of),
  over,
})

test('a dossier is published by somebody who did not save it, and its share then stands on the partner', async () => {
  const { w, partner, post, get } = await house()
  const draft = await post('lead', `/v1/partners/${partner}/dossiers`, wish())
  expect([draft.status, draft.body.state, draft.body.version]).toEqual([201, 'draft', 1])
  const publish = (as: string, digest: string) => post(as, `/v1/dossiers/${draft.body.id}/publish`, { digest })
  expect((await publish('lead', draft.body.digest)).body.code).toBe('research.own_draft')
  expect((await publish('risk', '0'.repeat(64))).body.code).toBe('research.draft_moved')
  expect((await partnerById(w, partner))?.sharePpm).toBeNull()
  expect(await publishedDossier(w, partner)).toBeNull()
  const published = await publish('risk', draft.body.digest)
  expect([published.status, published.body.state]).toEqual([200, 'published'])
  expect((await partnerById(w, partner))?.sharePpm).toBe(31_000)
  expect((await publishedDossier(w, partner, 'CN'))?.digest).toBe(draft.body.digest)
  expect((await publish('risk', draft.body.digest)).body.code).toBe('research.not_draft')
  // What comes after is another version; the published one stays.
  const next = await post('risk', `/v1/partners/${partner}/dossiers`, wish({ trends: [] }))
  expect(next.body.version).toBe(2)
  expect((await get('legal', `/v1/dossiers/${draft.body.id}`)).body.content.trends).toHaveLength(1)
})

test('nobody writes over a draft that somebody else has changed meanwhile', async () => {
  const { partner, post } = await house()
  const path = `/v1/partners/${partner}/dossiers`
  const first = await post('lead', path, wish())
  expect((await post('risk', path, wish())).body.code).toBe('research.draft_moved')
  const second = await post('risk', path, wish({ habits: [] }, first.body.digest))
  expect([second.status, second.body.id]).toEqual([201, first.body.id])
  expect((await post('lead', path, wish({ trends: [] }, first.body.digest))).body.code).toBe('research.draft_moved')
})

test('figures that cannot be so are refused at their place', async () => {
  const { partner, post } = await house()
  const [source] = content().sources
  const cases: [Partial<DossierContent>, string][] = [
    [{ figures: [figure('users', 1, { source: 'nowhere' })] }, 'research.no_source'],
    [{ habits: [{ statement: online, source: 'nowhere', strength: 'weak' }] }, 'research.no_source'],
    [{ figures: [figure('share', 1_000_001)] }, 'research.share_too_large'],
    [
      { figures: [figure('age', 700_000, { segment: online }), figure('age', 300_001, { segment: inStore })] },
      'research.share_too_large',
    ],
    [{ figures: [figure('growth', 5_000_001)] }, 'research.value_off'],
    [{ figures: [figure('ticket', 0)] }, 'research.value_off'],
    [{ figures: [figure('users', 1, { asOf: '2031-01-01' })] }, 'research.in_future'],
    [{ figures: [figure('users', 1, { asOf: '2026-06-29' })] }, 'research.as_of_later'],
    [{ figures: [figure('age', 1)] }, 'research.segment_off'],
    [{ figures: [figure('users', 1, { segment: online })] }, 'research.segment_off'],
    [{ figures: [figure('users', 1), figure('users', 2)] }, 'research.segment_off'],
    [{ sources: [{ ...source, read: '2031-01-01' } as never] }, 'research.in_future'],
    [{ sources: [{ ...source, read: '2026-06-24' } as never] }, 'research.read_before'],
    [{ sources: [source, source] as never }, 'research.source_twice'],
  ]
  for (const [of, code] of cases) {
    const { status, body } = await post('lead', `/v1/partners/${partner}/dossiers`, wish(of))
    expect([status, body.code, JSON.stringify(of)]).toEqual([422, code, JSON.stringify(of)])
  }
})

test('a dossier without the five figures of a market is not published', async () => {
  const { partner, post } = await house()
  const draft = await post('lead', `/v1/partners/${partner}/dossiers`, wish({ figures: [figure('users', 1)] }))
  expect(draft.body.missing).toEqual(['share', 'growth', 'ticket', 'frequency'])
  const refused = await post('risk', `/v1/dossiers/${draft.body.id}/publish`, { digest: draft.body.digest })
  expect([refused.status, refused.body.code]).toEqual([409, 'research.figure_missing'])
})

test('a figure is marked once it is older than twelve months', async () => {
  const { w, partner, post, get } = await house()
  const { body } = await post('lead', `/v1/partners/${partner}/dossiers`, wish())
  expect(body.stale).toEqual([])
  w.pass(366 * dayMs)
  expect((await get('legal', `/v1/dossiers/${body.id}`)).body.stale).toHaveLength(7)
  expect((await get('legal', '/v1/dossiers')).body.items[0].stale).toBe(7)
})

test('research does not exist for a partner, whatever it is ticked to do', async () => {
  const { partner, post, get } = await house()
  const { body } = await post('lead', `/v1/partners/${partner}/dossiers`, wish())
  expect((await get('wallet', '/v1/dossiers')).status).toBe(403)
  const seen = [
    await get('wallet', `/v1/dossiers/${body.id}`),
    await post('wallet', `/v1/dossiers/${body.id}/publish`, { digest: body.digest }),
    await post('wallet', `/v1/partners/${partner}/dossiers`, wish()),
  ]
  for (const { status } of seen) expect([403, 404]).toContain(status)
  expect((await post('legal', `/v1/partners/${partner}/dossiers`, wish())).status).toBe(403)
})

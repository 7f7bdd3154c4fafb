import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { person } from '../identity/testApprovals.ts'
import { enterPartner } from '../partners/enter.ts'
import { partnerById } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { criteria, criterionIds } from './criteria.ts'
import { approvedScorecard } from './find.ts'
import { questions } from './questionnaire.ts'
import { evaluationRoutes } from './routes.ts'
import { approvedCard } from './submitOrAsk.ts'

type Reply = ReturnType<typeof JSON.parse>
type House = {
  w: TestWorld
  partner: string
  people: Record<'lead' | 'risk' | 'engineer' | 'wallet' | 'stranger', Who>
  get(as: string, path: string): Promise<{ status: number; body: Reply }>
  post(as: string, path: string, body: object): Promise<{ status: number; body: Reply }>
}

async function house(): Promise<House> {
  const w = await testWorld()
  const both = { zh: '京东支付', en: 'JD Pay' }
  const wallet = { wallet: 'jdpay', name: both, legalName: both, registration: '91110108748101637P', region: 'CN' }
  const enter = async (name: string) =>
    await transaction(w, (i) => enterPartner(i, { ...wallet, wallet: name, sharePpm: 31_000, note: both }, 'usr_1'))
  const [jd, other] = [await enter('jdpay'), await enter('other')]
  const people = {
    lead: await person(w, 'business'),
    risk: await person(w, 'risk'),
    engineer: await person(w, 'engineering'),
    wallet: await person(w, 'partner', { org: jd.id, orgKind: 'partner' as never }),
    stranger: await person(w, 'partner', { org: other.id, orgKind: 'partner' as never }),
  }
  const server = await open(w, evaluationRoutes, {
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
    partner: jd.id,
    people,
    get: (as, path) => call(as, path),
    post: (as, path, body) => call(as, path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

const good: Record<string, string> = { 'yes-no': 'yes', text: '全国', date: '2027-12-31', file: 'doc_1', number: '5' }
const answers = questions.map(({ id, answer, good: better }) => ({
  question: id,
  value:
    answer.kind === 'choice'
      ? (answer.options[0]?.id ?? '')
      : answer.kind === 'yes-no'
        ? better
        : id === 'AVA-01'
          ? '999200'
          : (good[answer.kind] ?? ''),
  evidence: 'doc_01',
}))
const sheet = (share: number) => ({
  findings: Object.fromEntries(
    criteria.map(({ id, most }) => [
      id,
      { figure: id === 'market-share' ? share : Math.min(most, 900_000), evidence: '尽调报告第 4 页' },
    ]),
  ),
})
const evenly = Object.fromEntries(criterionIds.map((id, at) => [id, at < 4 ? 83_334 : 83_333]))

async function opened(h: House): Promise<string> {
  await h.post('lead', '/v1/evaluation-weights', { method: 'direct', of: evenly, because: '董事会决议' })
  await h.post('wallet', `/v1/partners/${h.partner}/answers`, { over: 0, answers })
  const assessors = [h.people.risk.id, h.people.engineer.id]
  const { status, body } = await h.post('lead', `/v1/partners/${h.partner}/evaluations`, { assessors })
  expect(status).toBe(201)
  return `/v1/evaluations/${body.id}`
}

test('two assessors who do not see each other, a difference agreed, a second person approves: the partner has its score', async () => {
  const h = await house()
  const round = await opened(h)
  await h.post('risk', `${round}/sheet`, sheet(31_000))
  expect((await h.get('engineer', round)).body.sheets).toEqual([])
  expect((await h.get('lead', round)).body.sheets).toEqual([])
  expect((await h.post('lead', `${round}/submit`, {})).body.code).toBe('evaluation.sheets_missing')
  await h.post('engineer', `${round}/sheet`, sheet(200_000))
  const seen = (await h.get('engineer', round)).body
  expect(seen.sheets.length).toBe(2)
  expect(seen.variances).toEqual([{ criterion: 'market-share', spreadPpm: 428_750, isAgreed: false }])
  expect((await h.post('lead', `${round}/submit`, {})).body.code).toBe('evaluation.not_reconciled')
  await h.post('lead', `${round}/agreed`, { criterion: 'market-share', figure: 50_000, reason: '按易观 2026Q2' })
  const { status, body } = await h.post('lead', `${round}/submit`, {})
  expect([status, body.evaluation.state]).toEqual([202, 'submitted'])
  expect(await approvedScorecard(h.w, h.partner)).toBeNull()
  await expect(grantAs(h.w, { ...checker(h.people.risk.id, 'risk') }, body.approval, approvedCard)).rejects.toThrow(
    /part/,
  )
  await grantAs(h.w, checker('usr_legal', 'legal'), body.approval, approvedCard)
  const card = await approvedScorecard(h.w, h.partner)
  expect(card?.digest).toBe(body.evaluation.digest)
  expect(card?.card.lines[0]).toMatchObject({ criterion: 'market-share', worthPpm: 450_000 })
  expect((await partnerById(h.w, h.partner))?.score).toBe(Math.round((card?.card.totalPpm ?? 0) / 10_000))
  const { rows } = await h.w.db.pool.query(
    `select act from world.record where act like 'evaluation.%' or act = 'partners.score' order by at_ms, id`,
  )
  expect(new Set(rows.map(({ act }: { act: string }) => act))).toEqual(
    new Set([
      'evaluation.weigh',
      'evaluation.answer',
      'evaluation.open',
      'evaluation.score',
      'evaluation.reconcile',
      'evaluation.submit',
      'evaluation.approve',
      'partners.score',
    ]),
  )
})

test('an approved card is due again after a year and when the partner answers otherwise, and stays readable beside the next', async () => {
  const h = await house()
  const round = await opened(h)
  for (const one of ['risk', 'engineer']) await h.post(one, `${round}/sheet`, sheet(31_000))
  const { body } = await h.post('lead', `${round}/submit`, {})
  await grantAs(h.w, checker('usr_legal', 'legal'), body.approval, approvedCard)
  const due = async () => (await approvedScorecard(h.w, h.partner))?.due
  expect(await due()).toEqual([])
  await h.post('wallet', `/v1/partners/${h.partner}/answers`, {
    over: 1,
    answers: [{ question: 'LIC-01', value: 'no' }],
  })
  expect(await due()).toEqual(['answers-changed', 'knocked-out'])
  h.w.pass(367 * dayMs)
  expect(await due()).toEqual(['yearly', 'answers-changed', 'knocked-out'])
  const assessors = [h.people.risk.id, h.people.engineer.id]
  const next = await h.post('lead', `/v1/partners/${h.partner}/evaluations`, { assessors })
  expect(next.body.version).toBe(2)
  expect((await h.get('lead', round)).body.card.digest).toBe(body.evaluation.digest)
})

test('a knock-out stops the card, and so does silence where an answer could end it', async () => {
  const h = await house()
  const round = await opened(h)
  for (const one of ['risk', 'engineer']) await h.post(one, `${round}/sheet`, sheet(31_000))
  await h.post('wallet', `/v1/partners/${h.partner}/answers`, {
    over: 1,
    answers: [{ question: 'SAF-01', value: 'no', evidence: 'doc_2' }],
  })
  const { body } = await h.post('lead', `${round}/submit`, {})
  expect([body.code, body.en]).toEqual(['evaluation.knocked_out', expect.stringContaining('SAF-01')])
  await h.post('wallet', `/v1/partners/${h.partner}/answers`, {
    over: 2,
    answers: [{ question: 'SAF-01', value: 'yes' }],
  })
  expect((await h.post('lead', `${round}/submit`, {})).body.code).toBe('evaluation.answers_incomplete')
})

test('a partner answers its own questionnaire, sees no score and no verdict, and another partner finds nothing', async () => {
  const h = await house()
  const round = await opened(h)
  const own = `/v1/partners/${h.partner}/answers`
  await h.post('risk', `${own}/reviews`, {
    reviews: [{ question: 'LIC-01', verdict: 'questioned', note: '请补充批文' }],
  })
  expect((await h.get('lead', own)).body.items[0].review.verdict).toBe('questioned')
  expect((await h.get('wallet', own)).body.items[0].review).toBeNull()
  expect((await h.get('stranger', own)).status).toBe(404)
  expect((await h.post('stranger', own, { over: 1, answers: answers.slice(0, 1) })).status).toBe(404)
  for (const path of [round, '/v1/evaluations']) expect((await h.get('wallet', path)).status).toBe(403)
  expect((await h.post('wallet', own, { over: 0, answers: answers.slice(0, 1) })).body.code).toBe(
    'evaluation.answers_moved',
  )
})

test('comparisons that contradict each other are refused with the pair, the value said and the value implied', async () => {
  const h = await house()
  const of = ['market-share', 'technology', 'habits', 'cost']
  const times = [2, 4, -8, 2, 4, 2]
  const pairs = of
    .flatMap((left, at) => of.slice(at + 1).map((right) => ({ left, right })))
    .map((one, at) => ({ ...one, times: times[at] ?? 1 }))
  const wish = { method: 'pairwise', criteria: of, pairs, because: '试' }
  const refused = await h.post('lead', '/v1/evaluation-weights', wish)
  expect([refused.status, refused.body.code]).toEqual([422, 'evaluation.inconsistent'])
  expect(refused.body.en).toMatch(/Market share and 费用 Cost: it says 1\/8, the others imply 8/)
  const mended = pairs.map((one) => (one.right === 'cost' && one.left === 'market-share' ? { ...one, times: 8 } : one))
  const set = await h.post('lead', '/v1/evaluation-weights', { ...wish, pairs: mended })
  expect([set.status, set.body.ratioPpm]).toEqual([201, 0])
  expect((await h.post('lead', '/v1/evaluation-weights', { ...wish, pairs: pairs.slice(1) })).body.code).toBe(
    'evaluation.pairs_wrong',
  )
  const off = { ...evenly, cost: 1 }
  expect((await h.post('lead', '/v1/evaluation-weights', { method: 'direct', of: off, because: '试' })).body.code).toBe(
    'evaluation.weights_off',
  )
})

test('one person is not two: an evaluation needs two different assessors who may score', async () => {
  const h = await house()
  await h.post('lead', '/v1/evaluation-weights', { method: 'direct', of: evenly, because: '董事会决议' })
  const ask = (...assessors: string[]) => h.post('lead', `/v1/partners/${h.partner}/evaluations`, { assessors })
  const { risk, wallet } = h.people
  expect((await ask(risk.id)).body.code).toBe('evaluation.assessors_wrong')
  expect((await ask(risk.id, risk.id)).body.code).toBe('evaluation.assessors_wrong')
  expect((await ask(risk.id, wallet.id)).body.code).toBe('evaluation.assessors_wrong')
})

test('a technical sheet comes to person-days with every gap named', async () => {
  const h = await house()
  const path = `/v1/partners/${h.partner}/technical-sheet`
  const { body } = await h.post('wallet', path, { declared: { sandbox: 'present', 'daily-file': 'workaround' } })
  const days = (id: string) => body.lines.find((one: { id: string }) => one.id === id)
  expect(days('sandbox')).toMatchObject({ declared: 'present', isSaid: true, days: 0 })
  expect(days('daily-file')).toMatchObject({ declared: 'workaround', days: 4 })
  expect(days('inquiry')).toMatchObject({ declared: 'missing', isSaid: false, days: 10 })
  expect((await h.post('wallet', path, { declared: { teleport: 'present' } })).body.code).toBe(
    'evaluation.unknown_need',
  )
})

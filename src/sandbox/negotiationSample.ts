import { agreementsAll } from '../agreements/find.ts'
import type { ClauseName, Clauses } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import { dayMs, hourMs, type Instant, minuteMs } from '../base/time.ts'
import { peopleAll } from '../identity/find.ts'
import { lastOfferOf } from '../negotiation/lastOffer.ts'
import { type Intent, makeMove } from '../negotiation/makeMove.ts'
import type { Side } from '../negotiation/move.ts'
import { openRoom } from '../negotiation/openRoom.ts'
import { partnerByWallet } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { termsWith, walletParties } from './demoTerms.ts'
import { saveDone, stepDoneAt } from './store.ts'

/** A person at the table. Those of the wallet have no account here yet, as in an installation that has just begun. */
const atTable = (id: string, name: string, org: string): Who => ({
  kind: 'user',
  id,
  name,
  org,
  orgKind: org === 'institution' ? 'institution' : 'partner',
  role: org === 'institution' ? 'business' : 'partner',
  permissions: new Set(['negotiations.read', 'negotiations.move']),
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
})

type Step = { days: number; by: Side; intent: Intent | Answer }
/** An answer to the other side's newest offer, or to its newest of one clause. */
type Answer = { accept: ClauseName | null } | { reject: string }

const offer = (by: Side, days: number, clauses: Partial<Clauses>, words: string): Step => ({
  by,
  days,
  intent: { kind: 'offer', clauses, words },
})

/** Three rounds with QuickPass: the reserve is settled, the cycle is crossed, the share and the channel fee are open. */
function rounds(base: Clauses): Step[] {
  const { settlement, reserve, refunds, serviceLevels, revenueShare, fees, term } = base
  const share = (institution: number): Partial<Clauses> => ({
    revenueShare: {
      ...revenueShare,
      shares: [
        { party: 'institution', ppm: institution },
        { party: 'wallet', ppm: 1_000_000 - institution },
      ],
    },
  })
  const channel = (ratePpm: number): Partial<Clauses> => ({
    fees: {
      ...fees,
      rules: fees.rules.map((rule) =>
        rule.price.kind === 'graduated'
          ? { ...rule, price: { kind: 'percentage', ratePpm, fixed: '0', floor: null, cap: null } }
          : rule,
      ),
    },
  })
  const accept = (by: Side, days: number, clause: ClauseName | null): Step => ({ by, days, intent: { accept: clause } })
  return [
    // First round.
    offer('institution', 26, share(720_000), '按年交易额 3.2 亿元测算'),
    offer('institution', 26, { settlement: { ...settlement, cycleDays: 1 } }, 'T+1，与现有钱包一致'),
    offer('wallet', 24, { settlement: { ...settlement, cycleDays: 2 } }, '银联清算后 T+2'),
    offer('wallet', 24, share(600_000), '我方承担营销投入，分成应为四成'),
    // Second round.
    offer('institution', 16, channel(2_100), '统一通道费率，取消阶梯'),
    offer('wallet', 15, channel(2_400), '固定 0.24%'),
    offer(
      'institution',
      14,
      { reserve: { ...reserve, rollingPpm: 15_000, days: 60 }, refunds: { ...refunds, windowDays: 180 } },
      '准备金下调与退款期缩短一并考虑',
    ),
    accept('wallet', 12, null),
    { by: 'wallet', days: 12, intent: { kind: 'lock', clauses: ['reserve'] } },
    // Third round.
    offer('institution', 5, { term: { ...term, noticeDays: 60 } }, '通知期 60 日'),
    { by: 'wallet', days: 4, intent: { reject: '上级要求不少于 90 日' } },
    offer('institution', 3, share(680_000), '以两年期为条件'),
    offer('wallet', 2, share(650_000), '可签两年，分成 35%'),
    // Each takes the cycle that the other asked for, in one hour: crossed.
    accept('institution', 2, 'settlement'),
    accept('wallet', 2, 'settlement'),
    offer('wallet', 2, { serviceLevels: { ...serviceLevels } }, '服务水平按贵方文本'),
  ]
}

/** The negotiation with QuickPass, in its third round. Made once. */
export async function fillNegotiations(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'negotiations')) !== null) return
  const partner = present(await partnerByWallet(w, 'quickpass'), 'quickpass is entered')
  // A demo world made by an earlier version already has a draft before both sides, which is not negotiated again.
  if ((await agreementsAll(w, partner.id)).length === 0) {
    const shen = present(
      (await peopleAll(w)).find(({ name }) => name.zh === '沈知行'),
      'the demo people are employed',
    )
    const people: Record<Side, Who> = {
      institution: atTable(shen.id, shen.name.zh, 'institution'),
      wallet: atTable(newId('usr', w.now(), w.random), '方蕾', partner.id),
    }
    const moment = (days: number, place: number): Instant => w.now() - days * dayMs + place * 11 * minuteMs
    const template = termsWith('quickpass', w.now() + 45 * dayMs, walletParties.quickpass, {})
    const room = await openRoom(
      { ...w, now: () => w.now() - 27 * dayMs - 2 * hourMs },
      { partner, schedule: 'whole', template },
    )
    for (const [place, { by, days, intent }] of rounds(template.clauses).entries()) {
      const then = { ...w, now: () => moment(days, place) }
      const act = 'kind' in intent ? intent : await answer(w, room, by, intent)
      await makeMove(then, people[by], { room, side: by, intent: act, held: null })
    }
  }
  await transaction(w, (i) => saveDone(i, 'negotiations'))
}

async function answer(w: World, room: string, by: Side, how: Answer): Promise<Intent> {
  const other = by === 'wallet' ? 'institution' : 'wallet'
  const clause = 'accept' in how ? (how.accept ?? undefined) : undefined
  const newest = present(await lastOfferOf(w, room, other, clause), 'the other side offered')
  return 'reject' in how ? { kind: 'reject', offer: newest, words: how.reject } : { kind: 'accept', offer: newest }
}

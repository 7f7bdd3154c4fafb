import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newUuid } from '../base/id.ts'
import { money } from '../base/money.ts'
import type { World } from '../world/world.ts'
import { type AccountKey, type AccountKind, accountText } from './account.ts'
import { balanceOf, trialBalance } from './balances.ts'
import { newPosting, type Posting, type Transfer } from './posting.ts'
import { prove } from './prove.ts'
import { book } from './testing.ts'

const seed = Number(process.env['SEED'] ?? 17)

type Line = { from: number; to: number; minor: number; kind: 'direct' | 'hold' | 'settle' | 'void'; hold: number }

const line = fc.record<Line>({
  from: fc.nat(4),
  to: fc.nat(4),
  minor: fc.nat(40),
  kind: fc.constantFrom('direct', 'hold', 'settle', 'settle', 'void'),
  hold: fc.nat(2),
})
const round = fc.array(fc.record({ replay: fc.boolean(), lines: fc.array(line, { minLength: 1, maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 8,
})

// What the books must say, written again as simply as can be: signed numbers, no sequences, one posting after the other.
const kinds: AccountKind[] = [
  'merchant-pending',
  'wallet-receivable',
  'safeguarded-bank',
  'consumer-balance',
  'fee-income',
]
const guarded = new Map<AccountKind, 1 | -1>([
  ['merchant-pending', -1],
  ['safeguarded-bank', 1],
  ['consumer-balance', -1],
])

class Oracle {
  balance = new Map<string, number>()
  holds = new Map<string, { from: AccountKey; to: AccountKey; minor: number; open: boolean }>()
  answers = new Map<string, string>()

  book(posting: Posting): string {
    const known = this.answers.get(posting.id)
    if (known) return known
    const balance = new Map(this.balance)
    const holds = new Map(this.holds)
    const answer = this.try(posting.transfers) ?? 'posted'
    if (answer !== 'posted') [this.balance, this.holds] = [balance, holds]
    this.answers.set(posting.id, answer)
    return answer
  }

  try(transfers: readonly Transfer[]): string | null {
    for (const { debit, credit, amount, kind, hold = '' } of transfers) {
      const held = this.holds.get(hold)
      const minor = Number(amount.minor)
      if (kind === 'hold') {
        if (held) return 'closed'
        this.holds.set(hold, { from: credit, to: debit, minor, open: true })
        continue
      }
      if (kind !== 'direct') {
        if (!held?.open) return 'closed'
        if (kind === 'settle' && minor > held.minor) return 'insufficient'
        this.holds.set(hold, { ...held, open: false })
        if (kind === 'void') continue
      }
      this.add(debit, minor)
      this.add(credit, -minor)
    }
    return this.isOverdrawn(transfers) ? 'insufficient' : null
  }

  add(key: AccountKey, minor: number): void {
    this.balance.set(accountText(key), (this.balance.get(accountText(key)) ?? 0) + minor)
  }

  isOverdrawn(transfers: readonly Transfer[]): boolean {
    return transfers
      .flatMap(({ debit, credit }) => [debit, credit])
      .some((key) => {
        const sign = guarded.get(key.kind)
        if (!sign) return false
        return sign * (this.balance.get(accountText(key)) ?? 0) < this.held(key, sign === 1 ? 'from' : 'to')
      })
  }

  held(key: AccountKey, end: 'from' | 'to'): number {
    const own = [...this.holds.values()].filter((hold) => hold.open && accountText(hold[end]) === accountText(key))
    return own.reduce((sum, hold) => sum + hold.minor, 0)
  }
}

test('random postings, holds and replays end as a simple oracle says, and the books prove', async () => {
  const w = await testWorld({ seed })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 5 }), async (rounds) => {
      const keys = kinds.map((kind): AccountKey => ({ kind, owner: `run_${run}`, currency: 'CNY' }))
      run++
      const names = Array.from({ length: 3 }, () => newUuid(w.now(), w.random))
      const legs = new Map<string, Line>()
      const oracle = new Oracle()
      const sent: Posting[] = []
      for (const one of rounds) {
        const postings = one.map((plan) => {
          const again = plan.replay ? sent[sent.length >> 1] : undefined
          const posting = again ?? postingOf(w, plan.lines, keys, names, legs)
          sent.push(posting)
          return posting
        })
        const answers = await book(w, ...postings)
        expect(answers.map((answer) => (answer.outcome === 'posted' ? 'posted' : answer.because))).toEqual(
          postings.map((posting) => oracle.book(posting)),
        )
      }
      for (const key of keys) {
        const { debitsPosted, creditsPosted, debitsPending, creditsPending } = await balanceOf(w, key)
        expect(Number(debitsPosted - creditsPosted)).toBe(oracle.balance.get(accountText(key)) ?? 0)
        expect([Number(debitsPending), Number(creditsPending)]).toEqual([
          oracle.held(key, 'to'),
          oracle.held(key, 'from'),
        ])
      }
    }),
    { seed, numRuns: 40 },
  )
  expect(await prove(w)).toMatchObject({ holds: true, problems: [] })
  expect(await trialBalance(w)).toMatchObject({ balanced: true })
})

// A hold is opened, and later resolved, between the accounts that its first line named; a void releases what it holds.
function postingOf(w: World, lines: Line[], keys: AccountKey[], names: string[], legs: Map<string, Line>): Posting {
  const transfers = lines.map((plan): Transfer => {
    const hold = names[plan.hold] ?? ''
    if (plan.kind !== 'direct' && !legs.has(hold)) legs.set(hold, plan)
    const as = plan.kind === 'direct' ? plan : (legs.get(hold) ?? plan)
    const [credit, debit] = [keys[as.from], keys[as.to === as.from ? (as.to + 1) % 5 : as.to]]
    if (!credit || !debit) throw new Error('five accounts')
    const minor = plan.kind === 'hold' || plan.kind === 'void' ? as.minor : plan.minor
    const told = { clause: null, path: null, why: 'chance', amount: money('CNY', BigInt(minor)) }
    return { debit, credit, ...told, kind: plan.kind, ...(plan.kind !== 'direct' && { hold }) }
  })
  return newPosting(w, { object: 'pay_chance', version: null, transfers })
}

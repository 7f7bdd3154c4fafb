import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Inside } from '../world/world.ts'
import type { Version } from './agreement.ts'
import { termsRoot } from './digest.ts'
import { sampleTerms } from './sample.ts'
import { governingRow, saveAgreement, saveInForce, saveVersion, timelineOf } from './store.ts'
import type { Terms } from './terms.ts'

// Amendments in the order they are signed: each from any day on, also long before it was signed.
const amendments = fc.array(
  fc.record({ from: fc.integer({ min: 0, max: 40 }), pause: fc.integer({ min: 1, max: 9 }) }),
  {
    minLength: 1,
    maxLength: 8,
  },
)

test('every moment has exactly one version however amendments fall, and what was known then never changes', async () => {
  const w = await testWorld({ at: '2026-07-01T00:00:00Z' })
  await fc.assert(
    fc.asyncProperty(amendments, async (signed) => {
      w.pass(dayMs)
      const start = w.now()
      const partner = newId('par', w.now(), w.random)
      const agreement = newId('agr', w.now(), w.random)
      // Our own small model: what governed each day, as known after each signing.
      let believed = Array.from({ length: 45 }, () => 0)
      const history: { knownAt: number; believed: number[] }[] = []
      for (const [place, { from, pause }] of [{ from: 0, pause: 0 }, ...signed].entries()) {
        w.pass(pause * dayMs)
        const terms: Terms = { ...sampleTerms(), agreement, version: place + 1, amends: null }
        const version: Version = {
          agreement,
          number: terms.version,
          state: 'signed',
          terms,
          root: termsRoot(terms),
          effectiveAt: start + from * dayMs,
          proposedBy: 'test',
          proposedAt: w.now(),
          contractDigest: null,
          signedAt: w.now(),
        }
        const work = async (i: Inside): Promise<void> => {
          if (place === 0) await saveAgreement(i, { id: agreement, partner, wallet: 'alipay', createdAt: w.now() })
          await saveVersion(i, version)
          await saveInForce(i, partner, version, version.effectiveAt)
        }
        await transaction(w, work, { unrecorded: 'a test of the store alone' })
        believed = believed.map((number, day) => (day >= from ? version.number : number))
        history.push({ knownAt: w.now(), believed })
      }
      for (const { knownAt, believed: then } of history) {
        const governs = async (_: number, day: number) =>
          (await governingRow(w, partner, start + day * dayMs, knownAt))?.number
        expect(await Promise.all(then.map(governs))).toEqual(then)
        const line = await timelineOf(w, partner, knownAt)
        for (const [place, row] of line.entries())
          expect(row.effective_until).toBe(line[place + 1]?.effective_from ?? null)
      }
    }),
    { numRuns: 25 },
  )
})

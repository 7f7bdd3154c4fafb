import { dayMs } from '../base/time.ts'
import { forgetAnswers } from './idempotency.ts'
import type { Job } from './jobs.ts'

// A merchant's retry comes within hours; the order number guards for ever, so a week of stored answers is ample.
const answersKeptMs = 7 * dayMs

/** What the house clears away by itself. */
export const housekeeping: readonly Job[] = [
  {
    name: 'world.forget_answers',
    every: '17 3 * * *',
    run: async (w) => {
      await forgetAnswers(w, w.now() - answersKeptMs)
    },
  },
]

import type { Instant } from '../base/time.ts'
import { assessmentsBefore, evidenceEndedBefore, forgetAssessments, forgetEvidence } from '../consent/forget.ts'
import {
  challengesBefore,
  forgetChallenges,
  forgetConsumer,
  forgetMessages,
  forgetSessions,
  messagesBefore,
  sessionsBefore,
} from '../identity/forget.ts'
import { forgetPayers, payersBefore } from '../payments/forgetPayer.ts'
import { shred } from '../vault/shred.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { removeWords, wordsBefore } from './store.ts'
import { relationsBefore, saveShredded } from './storeRetention.ts'
import { deleteVainWards, vainWardsBefore } from './storeWards.ts'

/** Something whose time is over, and whose it is. */
export type Due = { object: string; subject: string | null; endedAt: Instant }

/** How one kind of data is found when its time is over, and forgotten. Each module brings its own verb. */
export type Eraser = {
  rule: string
  /** What ended before a moment, oldest first, without what is held. */
  due(w: World | Inside, before: Instant, most: number, held: string[]): Promise<Due[]>
  forget(i: Inside, due: readonly Due[]): Promise<void>
}

const objects = (due: readonly Due[]): string[] => due.map(({ object }) => object)

/** Every eraser of the house. A rule without one has no data in this house yet. */
export const erasers: readonly Eraser[] = [
  { rule: 'codes', due: challengesBefore, forget: async (i, due) => void (await forgetChallenges(i, objects(due))) },
  { rule: 'messages', due: messagesBefore, forget: async (i, due) => void (await forgetMessages(i, objects(due))) },
  { rule: 'sign-ins', due: sessionsBefore, forget: async (i, due) => void (await forgetSessions(i, objects(due))) },
  {
    rule: 'consents',
    due: evidenceEndedBefore,
    forget: async (i, due) => {
      for (const { object } of due) await forgetEvidence(i, object)
    },
  },
  { rule: 'assessments', due: assessmentsBefore, forget: (i, due) => forgetAssessments(i, objects(due)) },
  {
    rule: 'requests',
    due: wordsBefore,
    forget: async (i, due) => {
      await removeWords(i, objects(due))
      record(i, { act: 'privacy.forget_words', object: 'requests', facts: { requests: objects(due) } })
    },
  },
  {
    rule: 'guardians',
    due: vainWardsBefore,
    forget: async (i, due) => {
      await deleteVainWards(i, objects(due))
      record(i, { act: 'privacy.forget_wards', object: 'wards', facts: { registrations: objects(due) } })
    },
  },
  { rule: 'transactions', due: payersBefore, forget: async (i, due) => void (await forgetPayers(i, objects(due))) },
  {
    rule: 'identity',
    due: relationsBefore,
    forget: async (i, due) => {
      for (const { object: subject } of due) {
        await shred(i, subject)
        await forgetConsumer(i, subject)
        await saveShredded(i, subject)
      }
    },
  },
]

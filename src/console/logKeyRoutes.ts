import { auditFaults } from '../audit/errors.ts'
import { handOverKey } from '../audit/handOverKey.ts'
import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { identityFaults } from '../identity/errors.ts'
import { requireStepUp, stepUpIn } from '../identity/stepUp.ts'
import { timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'

/** What a step-up for handing over the log's key is confirmed for. */
const handOverKeyAct = 'log.hand_over_key'

// Here and not beside the log, because who hands over confirms it with a second factor, and identity stands on the same floor.
export const logKeyRoutes: Route[] = [
  route({
    name: 'handOverLogKey',
    does: 'POST /v1/log/key',
    tag: 'log',
    summary: {
      zh: '把日志的签名交给下一把密钥：交接写进日志，两把密钥同签一个检查点',
      en: 'Hand the log over to its next signing key: the log says so, and both keys sign one checkpoint',
    },
    may: 'log.manage',
    body: z.strictObject({}),
    reply: z
      .strictObject({
        key: z.string().meta({ description: 'Verifier key that still signs until the hand-over is in a checkpoint' }),
        number: z.int(),
        since: timeJson.nullable(),
        waits: z.boolean(),
      })
      .meta({ id: 'LogKeyState' }),
    status: 202,
    refuses: [
      auditFaults.logKeyMissing,
      auditFaults.logKeyNotBrought,
      auditFaults.handOverWaits,
      auditFaults.handOversFull,
      identityFaults.stepUpNeeded,
    ],
    handle: (w, { who, headers }) =>
      handOverKey(w, (i, keys) => {
        // Confirmed for exactly these two keys.
        const bound = digestOf(canonical({ act: handOverKeyAct, ...keys }))
        return requireStepUp(i, who, { act: handOverKeyAct, bound, stepUp: stepUpIn(headers) })
      }),
  }),
]

import { Fault, type FaultMaker } from '../base/fault.ts'
import { worldFaults } from './errors.ts'
import { z } from './route.ts'

const text = z.string().max(2_000)

/** One thing wrong with the input, and where (RFC 6901). */
export type InputIssue = { at: string; zh: string; en: string }

const party = z
  .enum(['payer', 'merchant', 'wallet', 'us', 'scheme', 'regulator'])
  .meta({ description: 'Who can mend it' })
const retry = z.enum(['never', 'same_key', 'after', 'after_fix', 'other_method']).meta({
  description: 'What may be tried: nothing, the same request with the same key, later, changed, or another method',
})
const moneyMoved = z.enum(['none_moved', 'may_have_moved', 'moved']).meta({ description: 'What happened to the money' })

/** The body of every refusal (RFC 9457, application/problem+json). */
export const problemJson = z
  .object({
    type: text,
    title: text,
    status: z.int().min(400).max(599),
    detail: text,
    code: text,
    party,
    retry,
    money: moneyMoved,
    zh: text,
    en: text,
    requestId: text,
    at: text.optional().meta({ description: 'JSON pointer of the input at fault' }),
    clause: text.optional().meta({ description: 'JSON pointer of the agreement clause that refused' }),
    confirm: z
      .object({ act: text, bound: text })
      .optional()
      .meta({ description: 'What a person has to confirm once more: POST /v1/step-ups, then the same with its id' }),
    issues: z
      .array(z.object({ at: text, zh: text, en: text }))
      .max(20)
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem' })

export type Problem = z.output<typeof problemJson>

export const problemType = 'application/problem+json; charset=utf-8'

/** A refused input with every issue found, not only the first. */
export class InputFault extends Fault {
  readonly issues: readonly InputIssue[]

  constructor(issues: readonly InputIssue[]) {
    const first = issues[0] ?? { at: '', zh: '', en: '' }
    super(worldFaults.inputInvalid.code, worldFaults.inputInvalid.row, { ...first, at: first.at || '/' }, first.at)
    this.issues = issues
  }
}

/**
 * A fault as a problem. `detail` is in Chinese when the caller's Accept-Language prefers it, and both texts are always
 * there. A clause of an agreement that refused is named in `clause`.
 */
export function problemOf(fault: Fault, requestId: string, language = ''): Problem {
  const chinese = /^\s*zh/i.test(language)
  return {
    type: `urn:covenant:problem:${fault.code}`,
    title: titleOf(fault.code),
    status: fault.status,
    detail: chinese ? fault.zh : fault.en,
    code: fault.code,
    party: fault.party,
    retry: fault.retry,
    money: fault.money,
    zh: fault.zh,
    en: fault.en,
    requestId,
    ...(fault.at === undefined ? {} : { at: fault.at }),
    ...(fault.values['act'] && fault.values['bound']
      ? { confirm: { act: fault.values['act'], bound: fault.values['bound'] } }
      : {}),
    ...(fault.at?.startsWith('/clauses/') ? { clause: fault.at } : {}),
    ...(fault instanceof InputFault ? { issues: fault.issues.slice(0, 20) } : {}),
  }
}

/**
 * What a caller may learn of anything that was thrown: a fault as it is, a lost database as 503, everything else as 500
 * without a word of the inside. A fault of status 500 is about our own installation and stays inside too.
 */
export function faultOf(error: unknown, requestId: string): Fault {
  if (error instanceof Fault) return error.status === 500 ? worldFaults.internal({ requestId }) : error
  return isLostDatabase(error) ? worldFaults.unavailable() : worldFaults.internal({ requestId })
}

// `payments.not_paid` → "Not paid": stable for a kind of problem, as RFC 9457 section 3.1.3 asks.
function titleOf(code: string): string {
  const words = (code.split('.').at(-1) ?? code).replace(/_/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

// Class 08 connection lost, 53 no resources, 57P stopping (PostgreSQL appendix A); the rest are the socket's own names.
const lostCodes = /^(08|53|57P|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)/

function isLostDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (typeof code === 'string' && lostCodes.test(code)) return code !== 'ENOENT' || syscall === 'connect'
  return /^(Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after)/.test(error.message)
}

/** Faults that any route may answer, for the API document. */
export function houseFaults(has: { who: boolean; body: boolean; idempotent: boolean; input: boolean }): FaultMaker[] {
  const w = worldFaults
  return [
    ...(has.input ? [w.inputInvalid, w.textNotAllowed] : []),
    ...(has.body
      ? [
          w.malformedJson,
          w.memberTwice,
          w.memberForbidden,
          w.numberNotWhole,
          w.tooDeep,
          w.tooManyMembers,
          w.bodyMissing,
          w.bodyTooLarge,
          w.mediaType,
        ]
      : []),
    ...(has.who ? [w.notSignedIn, w.notAllowed, w.crossSite] : []),
    ...(has.idempotent ? [w.idempotencyKeyMissing, w.idempotencyKeyInvalid, w.stillAnswering, w.keyReused] : []),
    w.tooManyRequests,
    w.overloaded,
    w.stopping,
    w.unavailable,
    w.internal,
  ]
}

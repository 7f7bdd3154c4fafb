import type {
  Agreement,
  AgreementRow,
  AgreementVersion,
  DemoUser,
  Me,
  Merchant,
  MerchantRow,
  Partner,
  PartnerRow,
  Verdict,
  Workbench,
} from './contract.ts'
import type { GetsAdmin, PostsAdmin } from './contract-admin.ts'
import type { GetsAlarms, PostsAlarms } from './contract-alarms.ts'
import type { GetsApprovals, PostsApprovals, PutsApprovals } from './contract-approvals.ts'
import type { GetsEvaluation, PostsEvaluation } from './contract-evaluation.ts'
import type { GetsIdentity, PostsIdentity } from './contract-identity.ts'
import type { GetsLog, PostsLog } from './contract-log.ts'
import type {
  AccountEntries,
  Order,
  Payment,
  PaymentRow,
  Proof,
  Reconciliation,
  ReconciliationItem,
  ReconciliationRow,
  RefundPreview,
  Settlement,
  SettlementLine,
  SettlementRow,
  Statement,
  Trace,
  TrialBalance,
} from './contract-money.ts' // prettier: one list
import type { GetsNegotiation, PostsNegotiation } from './contract-negotiation.ts'
import type { GetsObligations, PostsObligations } from './contract-obligations.ts'
import type { GetsPrivacy, PostsPrivacy, PutsPrivacy } from './contract-privacy.ts'
import type { GetsProjection, PostsProjection } from './contract-projection.ts'
import type { GetsReceipts } from './contract-receipts.ts'
import type { GetsResearch, PostsResearch } from './contract-research.ts'
import type { GetsSca, PostsSca } from './contract-sca.ts'
import type { GetsVault, PostsVault } from './contract-vault.ts'
import type { Day, Digest, List, Money, Problem, Text } from './values.ts'

type GetsTrust = GetsIdentity &
  GetsEvaluation &
  GetsResearch &
  GetsAdmin &
  GetsApprovals &
  GetsVault &
  GetsPrivacy &
  GetsLog &
  GetsReceipts &
  GetsSca &
  GetsAlarms
type PostsTrust = PostsIdentity &
  PostsEvaluation &
  PostsResearch &
  PostsAdmin &
  PostsApprovals &
  PostsVault &
  PostsPrivacy &
  PostsLog &
  PostsSca &
  PostsAlarms

/** What GET answers, by route. */
export type Gets = GetsTrust &
  GetsNegotiation &
  GetsObligations &
  GetsProjection & {
    '/v1/demo-users': List<DemoUser>
    '/v1/me': Me
    '/v1/workbench': Workbench
    '/v1/partners': List<PartnerRow>
    '/v1/partners/{id}': Partner
    '/v1/merchants': List<MerchantRow>
    '/v1/merchants/{id}': Merchant
    '/v1/agreements': List<AgreementRow>
    '/v1/agreements/{id}': Agreement
    '/v1/agreements/{id}/versions/{n}': AgreementVersion
    '/v1/payments': List<PaymentRow>
    '/v1/payments/{id}': Payment
    '/v1/payments/{id}/trace': Trace
    '/v1/payments/{id}/refund-preview': RefundPreview
    '/v1/accounts': TrialBalance
    '/v1/accounts/{id}/entries': AccountEntries
    '/v1/proof': Proof
    '/v1/settlements': List<SettlementRow>
    '/v1/settlements/{id}': Settlement
    '/v1/settlements/{id}/lines': List<SettlementLine>
    '/v1/settlements/{id}/statement': Statement
    '/v1/reconciliations': List<ReconciliationRow>
    '/v1/reconciliations/{id}': Reconciliation
    '/v1/reconciliations/{id}/rows': List<ReconciliationItem>
  }

/** What POST sends and answers, by route. */
export type Posts = PostsTrust &
  PostsNegotiation &
  PostsObligations &
  PostsProjection & {
    '/v1/sessions': { body: { user: string }; reply: Me }
    '/v1/payments': { body: Order; reply: Payment }
    '/v1/payments/{id}/refunds': { body: { amount: Money; reason: string }; reply: Payment }
    '/v1/payments/{id}/cancel': { body: Record<string, never>; reply: Payment }
    '/v1/payments/{id}/release': { body: { reason: string; evidence: string }; reply: Payment }
    '/v1/payments/{id}/inquire': { body: Record<string, never>; reply: Payment }
    '/v1/settlements': { body: { wallet: string; day: Day }; reply: Settlement }
    '/v1/reconciliations': { body: { wallet: string; day: Day }; reply: Reconciliation }
    '/v1/settlements/{id}/paid': { body: { reference: string; note?: string }; reply: Settlement }
    '/v1/reconciliations/{id}/rows/{item}/resolve': { body: { note: string; evidence: string }; reply: Reconciliation }
  }

/** What PUT sends and answers, by route. */
export type Puts = PutsApprovals & PutsPrivacy

export type Ask = {
  params?: Record<string, string | number>
  query?: Record<string, string | string[] | number | undefined>
}

/** What a person confirms once more, shown large: exactly this, to exactly whom. */
export type Confirming = { summary: Text; amount?: Money; payee?: Text }
/** An act that waits for a confirmation, bound to a digest of what is done. */
export type StepUpNeed = { act: string; bound: Digest; confirming?: Confirming | undefined }
/** `key` makes a repeat harmless (Idempotency-Key); `stepUp` is a confirmation made before; `confirming` says what would be confirmed. */
export type Doing = Ask & { key?: string; stepUp?: string; confirming?: Confirming }

/** A refusal of the API with its problem, or `problem: null` when no answer came that we could read. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem | null
  /** Set when the same request passes once it was confirmed (identity.step_up_needed). */
  readonly stepUp: StepUpNeed | null
  constructor(status: number, problem: Problem | null, stepUp: StepUpNeed | null = null) {
    super(problem ? `${problem.code}: ${problem.en}` : `no readable answer (${status})`)
    this.name = 'Refusal'
    this.status = status
    this.problem = problem
    this.stepUp = stepUp
  }
}

let confirmer: ((need: StepUpNeed) => Promise<string | null>) | null = null

/** Whoever draws the dialog that confirms: answers the id of the confirmed step-up, or null when the person closed it. */
export function confirmBy(ask: typeof confirmer): void {
  confirmer = ask
}

let turnedAway: (() => void) | null = null

/** Who is told when a request is refused because nobody is signed in (any more). */
export function whenTurnedAway(tell: typeof turnedAway): void {
  turnedAway = tell
}

/** Asks for a route; throws Refusal. */
export async function get<Path extends keyof Gets>(path: Path, ask: Ask = {}): Promise<Gets[Path]> {
  return (await send('GET', addressOf(path, ask))) as Gets[Path]
}

/** Does something. When it has to be confirmed first, the dialog opens and the same request goes again. Throws Refusal. */
export async function post<Path extends keyof Posts>(
  path: Path,
  body: Posts[Path]['body'],
  ask: Doing = {},
): Promise<Posts[Path]['reply']> {
  return (await does('POST', path, body, ask)) as Posts[Path]['reply']
}

/** Puts something in the place of what was; confirmed like `post`. Throws Refusal. */
export async function put<Path extends keyof Puts>(
  path: Path,
  body: Puts[Path]['body'],
  ask: Doing = {},
): Promise<Puts[Path]['reply']> {
  return (await does('PUT', path, body, ask)) as Puts[Path]['reply']
}

async function does(method: string, path: string, body: unknown, ask: Doing): Promise<unknown> {
  const once = (stepUp: string | undefined): Promise<unknown> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (ask.key) headers['idempotency-key'] = ask.key
    if (stepUp) headers['covenant-step-up'] = stepUp
    return send(method, addressOf(path, ask), { headers, body: JSON.stringify(body) })
  }
  try {
    return await once(ask.stepUp)
  } catch (error) {
    const need = error instanceof Refusal ? error.stepUp : null
    const stepUp = need && !ask.stepUp ? await confirmer?.({ ...need, confirming: ask.confirming }) : null
    if (!stepUp) throw error
    return await once(stepUp)
  }
}

/** Asks for a text that is no JSON: the signed checkpoint of the log. Throws Refusal. */
export async function getText(address: string): Promise<string> {
  const reply = await fetch(address, { credentials: 'same-origin' }).catch(() => null)
  if (!reply?.ok) throw new Refusal(reply?.status ?? 0, null)
  return await reply.text()
}

/** Asks for bytes: a time stamp. Throws Refusal. */
export async function getBytes(address: string): Promise<Uint8Array> {
  const reply = await fetch(address, { credentials: 'same-origin' }).catch(() => null)
  if (!reply?.ok) throw new Refusal(reply?.status ?? 0, null)
  return new Uint8Array(await reply.arrayBuffer())
}

/** Hands a signed contract to the verifier. */
export async function verifyContract(file: Blob): Promise<Verdict> {
  const headers = { 'content-type': 'application/pdf' }
  return (await send('POST', '/v1/contracts/verify', { headers, body: file })) as Verdict
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await send('DELETE', '/v1/sessions/current')
}

/** The address of a route: holes filled, query appended, empty values left out. */
export function addressOf(path: string, { params = {}, query = {} }: Ask): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}

async function send(method: string, address: string, init: RequestInit = {}): Promise<unknown> {
  const reply = await fetch(address, { method, credentials: 'same-origin', ...init }).catch(() => null)
  if (!reply) throw new Refusal(0, null)
  if (reply.status === 204) return null
  const read: unknown = await reply.json().catch(() => null)
  if (!reply.ok) {
    const problem = isProblem(read) ? read : null
    if (problem?.code === 'world.not_signed_in') turnedAway?.()
    throw new Refusal(reply.status, problem, needOf(reply))
  }
  return read
}

function needOf(reply: Response): StepUpNeed | null {
  const [act, bound] = reply.headers.get('covenant-step-up')?.split(' ') ?? []
  return act && bound ? { act, bound } : null
}

function isProblem(read: unknown): read is Problem {
  return typeof read === 'object' && read !== null && 'code' in read && 'zh' in read && 'en' in read
}

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
import type { GetsApprovals, PostsApprovals } from './contract-approvals.ts'
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
import type { GetsPrivacy, PostsPrivacy } from './contract-privacy.ts'
import type { GetsReceipts } from './contract-receipts.ts'
import type { GetsSca, PostsSca } from './contract-sca.ts'
import type { GetsVault, PostsVault } from './contract-vault.ts'
import type { Day, List, Money, Problem } from './values.ts'

type GetsTrust = GetsIdentity & GetsAdmin & GetsApprovals & GetsVault & GetsPrivacy & GetsLog & GetsReceipts & GetsSca
type PostsTrust = PostsIdentity & PostsAdmin & PostsApprovals & PostsVault & PostsPrivacy & PostsLog & PostsSca

/** What GET answers, by route. */
export type Gets = GetsTrust & {
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
export type Posts = PostsTrust & {
  '/v1/sessions': { body: { user: string }; reply: Me }
  '/v1/payments': { body: Order; reply: Payment }
  '/v1/payments/{id}/refunds': { body: { amount: Money; reason: string }; reply: Payment }
  '/v1/payments/{id}/cancel': { body: Record<string, never>; reply: Payment }
  '/v1/payments/{id}/inquire': { body: Record<string, never>; reply: Payment }
  '/v1/settlements': { body: { wallet: string; day: Day }; reply: Settlement }
  '/v1/reconciliations': { body: { wallet: string; day: Day }; reply: Reconciliation }
}

export type Ask = {
  params?: Record<string, string | number>
  query?: Record<string, string | string[] | number | undefined>
}

/** A refusal of the API with its problem, or `problem: null` when no answer came that we could read. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem | null
  constructor(status: number, problem: Problem | null) {
    super(problem ? `${problem.code}: ${problem.en}` : `no readable answer (${status})`)
    this.name = 'Refusal'
    this.status = status
    this.problem = problem
  }
}

/** Asks for a route; throws Refusal. */
export async function get<Path extends keyof Gets>(path: Path, ask: Ask = {}): Promise<Gets[Path]> {
  return (await send('GET', addressOf(path, ask))) as Gets[Path]
}

/** Does something; `key` makes a repeat harmless (Idempotency-Key). Throws Refusal. */
export async function post<Path extends keyof Posts>(
  path: Path,
  body: Posts[Path]['body'],
  ask: Ask & { key?: string } = {},
): Promise<Posts[Path]['reply']> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (ask.key) headers['idempotency-key'] = ask.key
  return (await send('POST', addressOf(path, ask), { headers, body: JSON.stringify(body) })) as Posts[Path]['reply']
}

/** Asks for a text that is no JSON: the signed checkpoint of the log. Throws Refusal. */
export async function getText(address: string): Promise<string> {
  const reply = await fetch(address, { credentials: 'same-origin' }).catch(() => null)
  if (!reply?.ok) throw new Refusal(reply?.status ?? 0, null)
  return await reply.text()
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
  if (!reply.ok) throw new Refusal(reply.status, isProblem(read) ? read : null)
  return read
}

function isProblem(read: unknown): read is Problem {
  return typeof read === 'object' && read !== null && 'code' in read && 'zh' in read && 'en' in read
}

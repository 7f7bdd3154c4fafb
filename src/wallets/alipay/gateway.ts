import type { Instant } from '../../base/time.ts'
import { walletFaults } from '../errors.ts'
import type { Evidence, Unknown, UnknownBecause, WalletAccount, WalletWorld } from '../wallet.ts'
import { certificateSn, isCertificate, rootSn } from './certificate.ts'
import { cutAnswer, type Params, signRequest, verifyText } from './signature.ts'
import { type Body, textIn, toLocal, traced } from './wire.ts'

/** A signed, parsed answer of the gateway, whatever it says. */
export type Answer = {
  readonly outcome: 'answer'
  readonly code: string
  readonly subCode: string | null
  readonly message: string
  readonly body: Body
  readonly evidence: Evidence
}

const answerMax = 1024 * 1024

/**
 * Sends one signed call to gateway.do (OpenAPI v2, RSA2) and believes the answer only when Alipay signed exactly these bytes.
 * Common parameters travel in the address and `biz_content` in the form, as the official SDK sends them. Everything else
 * that can happen on the way is `unknown` with its evidence.
 */
export async function send(
  w: WalletWorld,
  account: WalletAccount,
  method: string,
  biz: object,
  timeoutMs: number,
): Promise<Answer | Unknown> {
  const at = w.now()
  const content = JSON.stringify(biz)
  const params = signed(account, method, content, at)
  const { biz_content, ...common } = params
  const got = await exchange(w, `${account.gateway}?${new URLSearchParams(common).toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
    body: new URLSearchParams({ biz_content: biz_content ?? '' }).toString(),
    timeoutMs,
    most: answerMax,
  })
  const evidence: Evidence = {
    operation: method,
    sentAt: at,
    latencyMs: w.now() - at,
    httpStatus: got.status,
    request: traced(content),
    response: traced(got.body?.toString('utf8') ?? got.detail),
    code: null,
  }
  if (got.because) return unknown(evidence, got.because, got.detail)
  return believed(account, method, got.body.toString('utf8'), evidence)
}

export function unknown(evidence: Evidence, because: UnknownBecause, detail: string): Unknown {
  return { outcome: 'unknown', because, executed: because === 'never_connected' ? 'no' : 'maybe', detail, evidence }
}

function signed(account: WalletAccount, method: string, content: string, at: Instant): Params {
  const params: Record<string, string> = {
    app_id: account.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: toLocal(at),
    version: '1.0',
    ...(account.notifyUrl === null ? {} : { notify_url: account.notifyUrl }),
    biz_content: content,
  }
  if (account.signing.certificate !== null) {
    params['app_cert_sn'] = readable(account, 'app certificate', () => certificateSn(account.signing.certificate ?? ''))
    params['alipay_root_cert_sn'] = readable(account, 'root certificates', () => rootSn(account.roots ?? ''))
  }
  params['sign'] = readable(account, 'signing key', () => signRequest(params, account.signing.privateKey))
  return params
}

/** Keys are configuration: one that cannot be read is a fault of whoever set it, before anything is sent. */
export function readable<T>(account: WalletAccount, what: string, read: () => T): T {
  try {
    return read()
  } catch {
    throw walletFaults.keyUnreadable({ app: account.appId, what })
  }
}

function believed(account: WalletAccount, method: string, raw: string, evidence: Evidence): Answer | Unknown {
  const cut = cutAnswer(raw, method)
  if (!cut) return unknown(evidence, 'unreadable', 'not an answer to this method')
  if (cut.sign === null || cut.sign === '') return unknown(evidence, 'unsigned', 'the answer carries no signature')
  const keys = keysFor(account, cut.certificateSn)
  const signature = cut.sign
  if (!readable(account, 'trusted key', () => keys.some((key) => verifyText(cut.content, signature, key)))) {
    return unknown(evidence, 'bad_signature', `not signed by any of ${keys.length} keys that we trust`)
  }
  const body = parsed(cut.content)
  const code = body && textIn(body, 'code')
  if (!body || code === null) return unknown(evidence, 'unreadable', 'signed, but without a code')
  const subCode = textIn(body, 'sub_code')
  return {
    outcome: 'answer',
    code,
    subCode,
    message: textIn(body, 'sub_msg') ?? textIn(body, 'msg') ?? '',
    body,
    evidence: { ...evidence, code: subCode === null ? code : `${code} ${subCode}` },
  }
}

/**
 * The keys that may have signed: in certificate mode the ones whose serial the answer names, else all that are trusted.
 * A serial that we do not have means a certificate that nobody has checked: no key at all.
 */
export function keysFor(account: WalletAccount, namedSn: string | null): string[] {
  if (account.trusted.length === 0) throw walletFaults.noTrustedKey({ app: account.appId })
  const trusted = account.trusted.slice(0, 8)
  return readable(account, 'trusted key', () =>
    trusted.filter((key) => namedSn === null || !isCertificate(key) || certificateSn(key) === namedSn),
  )
}

function parsed(content: string): Body | null {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null
  } catch {
    return null
  }
}

type Exchange = { method: string; headers?: Record<string, string>; body?: string; timeoutMs: number; most: number }
type Got =
  | { status: number; body: Buffer; because: null; detail: string }
  | { status: number | null; body: Buffer | null; because: UnknownBecause; detail: string }

/** One HTTP exchange within the caller's patience, its body bounded. Says what is known when it breaks. */
export async function exchange(w: WalletWorld, url: string, ask: Exchange): Promise<Got> {
  let status: number | null = null
  try {
    const { timeoutMs, most, ...rest } = ask
    const response = await w.fetch(url, { ...rest, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    status = response.status
    const body = await bodyOf(response, most)
    if (!body) return { status, body: null, because: 'unreadable', detail: `longer than ${most} bytes` }
    if (status !== 200) return { status, body, because: 'http_error', detail: `HTTP ${status}` }
    return { status, body, because: null, detail: '' }
  } catch (error) {
    return { status, body: null, ...brokenBy(error) }
  }
}

async function bodyOf(response: Response, most: number): Promise<Buffer | null> {
  if (!response.body) return Buffer.alloc(0)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > most) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

// Only failures before a connection stood prove that nothing was sent (codes of libuv and of node's own fetch).
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

function brokenBy(error: unknown): { because: UnknownBecause; detail: string } {
  const name = error instanceof Error ? error.name : ''
  if (name === 'TimeoutError' || name === 'AbortError') return { because: 'timeout', detail: 'no answer in time' }
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  const code = typeof cause?.code === 'string' ? cause.code : ''
  if (neverConnected.has(code)) return { because: 'never_connected', detail: code }
  return { because: 'connection_lost', detail: code || name || 'broken' }
}

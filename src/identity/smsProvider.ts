import { createHmac } from 'node:crypto'
import { secondMs } from '../base/time.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import type { Message } from './message.ts'

/** The key file of a live installation that says who sends its text messages. */
export const smsFile = 'sms-provider.json'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(500),
  key: z.string().min(1).max(200),
  secret: z.string().min(16).max(500),
  sign: z.string().min(1).max(40),
})
const accepted = z.object({ accepted: z.literal(true) })

const triesMax = 3
const tryMs = 5 * secondMs

/**
 * Asks a provider of the common kind: JSON by POST, signed by HMAC-SHA-256 over time and body, the message's id for idempotency.
 * Asked at most three times with the same id, because a lost answer is not a refusal. Fault identity.sms_failed.
 */
export async function askSmsProvider(w: World, { id, to, text }: Message): Promise<void> {
  const { url, key, secret, sign } = settings.parse(JSON.parse(w.keys.read(smsFile).toString('utf8')))
  const body = JSON.stringify({ id, to, sign, text: to.startsWith('+86') ? text.zh : text.en })
  let because = ''
  for (let tried = 0; tried < triesMax; tried++) {
    const at = String(w.now())
    const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
    const headers = {
      'content-type': 'application/json',
      'x-sms-key': key,
      'x-sms-timestamp': at,
      'x-sms-signature': `v1=${signature}`,
      'idempotency-key': id,
    }
    const said = await w
      .fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(tryMs) })
      .then(verdictOf, () => ({ sent: false, because: 'no answer', final: false }))
    if (said.sent) return
    because = said.because
    if (said.final) break
  }
  w.log.error({ message: id, because }, 'a text message was not sent')
  throw identityFaults.smsFailed({ because })
}

type Verdict = { sent: boolean; because: string; final: boolean }

// An answer that refuses is final; only silence and the provider's own failures are worth asking again.
async function verdictOf(reply: Response): Promise<Verdict> {
  const text = (await reply.text()).slice(0, 10_000)
  if (reply.status === 429 || reply.status >= 500)
    return { sent: false, because: `status ${reply.status}`, final: false }
  if (!reply.ok) return { sent: false, because: `status ${reply.status}`, final: true }
  return isAccepted(text)
    ? { sent: true, because: '', final: true }
    : { sent: false, because: 'an answer that is none', final: false }
}

function isAccepted(text: string): boolean {
  try {
    return accepted.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

import { toRfc3339 } from '../base/time.ts'
import { receiptOf } from '../consent/consent.ts'
import { consentsBy, refusalsOf } from '../consent/find.ts'
import { consumersByIds, passkeysOfConsumer, sessionsOfConsumer } from '../identity/forget.ts'
import { paymentsOfPayer } from '../payments/forgetPayer.ts'
import { paymentsConfirmedBy } from '../sca/payer.ts'
import { savedMethods } from '../vault/find.ts'
import { toMoneyJson } from '../world/money-json.ts'
import type { World } from '../world/world.ts'
import { requestsOf } from './store.ts'
import { openWords } from './words.ts'

const paymentsMax = 5_000
const consentsMax = 1_000

/** Everything held about one person, as she may take it away. */
export type PersonalExport = {
  covenant: 'personal-export/1'
  subject: string
  madeAt: string
  identity: { phone: string; since: string }[]
  passkeys: object[]
  sessions: object[]
  methods: object[]
  consents: object[]
  refusals: object[]
  requests: object[]
  payments: object[]
}

/**
 * Everything held about one person: a copy to read and to take elsewhere (个人信息保护法 45, GDPR 15, 20). It is put together from
 * what is named here and from nothing else: what risk, suspicious-transaction work and legal holds know is never in it
 * (反洗钱法 38: no tipping-off). Numbers of cards and accounts stay masked.
 */
export async function exportOf(w: World, subject: string): Promise<PersonalExport> {
  const [consumers, passkeys, sessions, methods, consents, refusals, requests, confirmed] = await Promise.all([
    consumersByIds(w, [subject]),
    passkeysOfConsumer(w, subject),
    sessionsOfConsumer(w, subject),
    savedMethods(w, subject),
    consentsBy(w, { subject }, '', consentsMax),
    refusalsOf(w, subject),
    requestsOf(w, subject),
    paymentsConfirmedBy(w, subject, paymentsMax),
  ])
  const payments = await paymentsOfPayer(w, subject, confirmed, paymentsMax)
  return {
    covenant: 'personal-export/1',
    subject,
    madeAt: toRfc3339(w.now()),
    identity: consumers.map(({ phone, createdAt }) => ({ phone, since: toRfc3339(createdAt) })),
    passkeys: passkeys.map(({ name, createdAt, usedAt }) => ({
      name,
      createdAt: time(createdAt),
      usedAt: time(usedAt),
    })),
    sessions: sessions.map(({ methods: proved, userAgent, createdAt, usedAt, endedAt }) => ({
      provedBy: proved,
      userAgent,
      createdAt: time(createdAt),
      usedAt: time(usedAt),
      endedAt: time(endedAt),
    })),
    methods: methods.map(({ kind, masked, issuer, label, state, addedAt }) => ({
      kind,
      masked,
      issuer,
      label,
      state,
      addedAt: time(addedAt),
    })),
    consents: consents.map((consent) => ({
      state: consent.state,
      endedAt: time(consent.endedAt),
      receiptDigest: consent.receipt,
      receipt: receiptOf(consent),
    })),
    refusals: refusals.map(({ purpose, at }) => ({ purpose, at: time(at) })),
    requests: await Promise.all(
      requests.map(async (request) => ({
        id: request.id,
        kind: request.kind,
        state: request.state,
        openedAt: time(request.openedAt),
        closedAt: time(request.closedAt),
        words: await openWords(w, request, 'words', request.words),
        answer: await openWords(w, request, 'answer', request.answer),
      })),
    ),
    payments: payments.map(
      ({ id, merchant, subject: about, currency, minor, refundedMinor, state, wallet, createdAt }) => ({
        id,
        merchant,
        subject: about,
        amount: toMoneyJson({ currency, minor }),
        refunded: toMoneyJson({ currency, minor: refundedMinor }),
        state,
        wallet,
        createdAt: time(createdAt),
      }),
    ),
  }
}

const time = (at: number | null): string | null => (at === null ? null : toRfc3339(at))

import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { wordJson } from '../consent/view.ts'
import { identityFaults } from '../identity/errors.ts'
import { requireStepUp, stepUpIn } from '../identity/stepUp.ts'
import { vaultFaults } from '../vault/errors.ts'
import { holdersOf, tokenOf } from '../vault/find.ts'
import { reveal, revealsAnHour } from '../vault/reveal.ts'
import { rotationJson } from '../vault/view.ts'
import { bothTexts, idJson, lineJson, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { consoleFaults } from './errors.ts'
import { holderFor, revealPurposes } from './revealFor.ts'
import { rotateOrAsk } from './rotateOrAsk.ts'

/** What a step-up for a reveal is confirmed for. */
const revealAct = 'vault.reveal'

const purposeJson = z
  .strictObject({
    id: z.string(),
    name: bothTexts,
    basis: z.enum(['consent', 'contract', 'law']),
    isAllowed: z.boolean().meta({ description: 'At this instant, for somebody who has the value' }),
  })
  .meta({ id: 'RevealPurpose' })

// Here and not in the vault, because who reveals confirms it with a second factor, and who rotates keys asks a second person:
// identity stands above the vault.
export const vaultRevealRoutes: Route[] = [
  route({
    name: 'listRevealPurposes',
    does: 'GET /v1/vault/tokens/{id}/purposes',
    tag: 'vault',
    summary: { zh: '可为何种目的查看此明文', en: 'For which purposes this value may be seen' },
    may: 'vault.reveal',
    params: z.strictObject({ id: idJson('tok') }),
    reply: z.strictObject({ items: z.array(purposeJson).max(200), next: z.null() }),
    refuses: [vaultFaults.tokenNotFound],
    handle: async (w, { who, params }) => {
      const { token } = await tokenOf(w, who.org, params.id)
      return { items: await revealPurposes(w, token.kind, await holdersOf(w, token.id)), next: null }
    },
  }),
  route({
    name: 'revealVaultToken',
    does: 'POST /v1/vault/tokens/{id}/reveal',
    tag: 'vault',
    summary: {
      zh: `查看明文：须说明理由，记入日志，每人每小时最多 ${revealsAnHour} 次`,
      en: `See a value in clear: with a reason, logged, at most ${revealsAnHour} an hour for each person`,
    },
    may: 'vault.reveal',
    params: z.strictObject({ id: idJson('tok') }),
    body: z.strictObject({
      purpose: wordJson.meta({ description: 'Purpose of the consent catalogue the value is looked at for' }),
      reason: lineJson(300).min(5),
    }),
    reply: z
      .strictObject({
        reveal: idJson('rev'),
        value: z.string().max(200).meta({ description: 'The value in clear. Show it once, keep it nowhere.' }),
        at: timeJson,
      })
      .meta({ id: 'VaultRevealed' }),
    refuses: [
      vaultFaults.tokenNotFound,
      vaultFaults.shredded,
      vaultFaults.reasonPersonal,
      vaultFaults.tooManyReveals,
      vaultFaults.ciphertextRefused,
      identityFaults.stepUpNeeded,
      consoleFaults.purposeRefused,
    ],
    handle: async (w, { who, params, body, headers, answer }) => {
      const { purpose, reason } = body
      const stepUp = stepUpIn(headers)
      // Confirmed for this token, purpose and reason: a confirmation cannot be spent on another card.
      const bound = digestOf(canonical({ act: revealAct, token: params.id, purpose, reason }))
      const seen = await reveal(w, who, params.id, reason, {
        purpose,
        first: async (i, { kind }, holders) => {
          // Asked in the transaction of the look: what a person took back a moment ago is not seen any more.
          const holder = await holderFor(i, { kind, holders, purpose })
          if (holder === null) throw consoleFaults.purposeRefused({ purpose })
          await requireStepUp(i, who, { act: revealAct, bound, stepUp })
          return holder
        },
      })
      answer.header('cache-control', 'no-store')
      return { reveal: seen.reveal.id, value: seen.value, at: seen.reveal.at }
    },
  }),
  route({
    name: 'rotateVault',
    does: 'POST /v1/vault/rotate',
    tag: 'vault',
    summary: {
      zh: '轮换数据密钥、主密钥或查找哈希的密钥：按复核规则须经他人复核（202，见 approval）；后台分步进行，读写不中断',
      en: 'Rotate data keys, the master key or the key of search hashes: by the policy once others approved it (202, see `approval`); step by step in the background, while reads and writes go on',
    },
    may: 'vault.manage',
    body: z.strictObject({
      what: z.enum(['data', 'master', 'search']),
      suite: z.enum(['aes-256-gcm', 'sm4-gcm']).optional().meta({ description: 'Suite of the new data keys' }),
    }),
    reply: z
      .strictObject({
        rotation: rotationJson.nullable().meta({ description: 'Null while it waits for others' }),
        approval: z.string().nullable(),
      })
      .meta({ id: 'VaultRotationAsked' }),
    status: 202,
    refuses: [vaultFaults.masterMissing, vaultFaults.masterNotBrought],
    handle: async (w, { who, body }) => {
      const asked = await rotateOrAsk(w, who, { what: body.what, suite: body.suite ?? null })
      return 'approval' in asked
        ? { rotation: null, approval: asked.approval.id }
        : { rotation: asked.rotation, approval: null }
    },
  }),
]

import { present } from '../src/base/assert.ts'
import { newId } from '../src/base/id.ts'
import { employ } from '../src/identity/employ.ts'
import { issueKey } from '../src/identity/issueKey.ts'
import { asked, person, refundOf } from '../src/identity/testApprovals.ts'
import { openRoom } from '../src/negotiation/openRoom.ts'
import { partnerById } from '../src/partners/find.ts'
import { savePartner } from '../src/partners/store.ts'
import { pay } from '../src/payments/pay.ts'
import { runDay } from '../src/reconciliation/runDay.ts'
import { closeDay } from '../src/settlement/closeDay.ts'
import { transaction } from '../src/world/command.ts'
import type { World } from '../src/world/world.ts'
import type { TestWorld } from './house.ts'
import { till } from './paying.ts'
import { partner, tea } from './settled.ts'

/**
 * Doors with an id in their path that no tenant's object stands behind, each with the reason: only the institution may pass (its
 * permission is in no other ceiling), a secret opens it, it shows a consumer her own and nothing else, or it is one for all.
 */
export const ofNoTenant: Readonly<
  Record<string, { because: 'institution' | 'secret' | 'own' | 'same for all'; note: string }>
> = {
  previewRole: { because: 'same for all', note: 'what a role may do is the same whoever asks; no person is named' },
  getConsent: { because: 'institution', note: 'the consent ledger; consumers see their own under /me' },
  getPrivacyRequest: { because: 'institution', note: 'the requests desk' },
  getVaultToken: { because: 'institution', note: 'what the vault keeps is shown masked to the institution' },
  listRevealPurposes: { because: 'institution', note: 'what a value may be looked at for; only who may reveal asks' },
  listAccountEntries: { because: 'institution', note: 'the institution’s books' },
  getEvaluation: { because: 'institution', note: 'how we weigh a wallet is never shown to one: src/evaluation tests' },
  getDossier: { because: 'institution', note: 'what we know of a wallet is never shown to one: src/research tests' },
  getAlarm: { because: 'institution', note: 'alarms are handled by the institution' },
  getCheckout: { because: 'secret', note: '24 random bytes in the address' },
  watchCheckout: { because: 'secret', note: '24 random bytes in the address' },
  getMyConsentReceipt: { because: 'own', note: 'another person’s consent: src/consent and src/privacy tests' },
  getOwnReceipt: { because: 'own', note: 'another person’s receipt: test/receipts.test.ts' },
  getMyMethod: { because: 'own', note: 'another person’s card: src/vault tests' },
  getLogStamp: { because: 'same for all', note: 'the time stamp of a checkpoint, the same for every verifier' },
  getLogCheckpointOf: { because: 'same for all', note: 'a signed checkpoint, the same for every verifier' },
  getLogTile1: { because: 'same for all', note: 'tiles are hashes only, the same for every verifier' },
  getLogTile2: { because: 'same for all', note: 'tiles are hashes only, the same for every verifier' },
  getLogTile3: { because: 'same for all', note: 'tiles are hashes only, the same for every verifier' },
  getLogTile4: { because: 'same for all', note: 'tiles are hashes only, the same for every verifier' },
}

/** A world in which the tea house and Alipay have one of everything, by the noun of its doors. */
export async function tenants(): Promise<{ w: TestWorld; objects: Record<string, Record<string, string>> }> {
  const { w, order, terms, notices, work } = await till()
  const paid = await pay(w, order(), null, 'test')
  await notices()
  await work()
  const day = '2026-07-01'
  w.pass(22 * 3_600_000)
  const settlement = await closeDay(w, null, { partner, wallet: 'alipay', day })
  const reconciliation = await runDay(w, null, { wallet: 'alipay', day })
  const user = newId('usr', w.now(), w.random)
  const name = { zh: '茶社店长', en: 'Tea house manager' }
  await transaction(w, async (i) => {
    await employ(i, { id: user, name, role: 'merchant', org: tea, orgKind: 'merchant', active: true })
    await issueKey(i, { org: tea, orgKind: 'merchant', name, permissions: ['payments.read'] })
  })
  const waiting = await asked(w, await person(w, 'finance'), refundOf(90_000_000n))
  const { rows: keys } = await w.db.pool.query<{ id: string }>('select id from identity.api_key limit 1')
  const { rows: records } = await w.db.pool.query<{ id: string }>(
    `select id from world.record where org not in ('mer_01jz0y2m3n4p5q6r7s8t9v0w2b') order by id limit 1`,
  )
  const wallet = present(await partnerById(w, partner), 'the till has its wallet partner')
  const negotiation = await openRoom(w, { partner: wallet, schedule: 'whole', template: undefined })
  return {
    w,
    objects: {
      payments: { id: paid.payment },
      agreements: { id: terms.agreement, n: '1' },
      negotiations: { id: negotiation },
      settlements: { id: settlement.id },
      reconciliations: { id: reconciliation.id },
      merchants: { id: tea },
      partners: { id: partner },
      users: { id: user },
      'api-keys': { id: keys[0]?.id ?? '' },
      records: { id: records[0]?.id ?? '' },
      receipts: { object: paid.payment },
      approvals: { id: waiting.id },
    },
  }
}

/** A second wallet partner, who knows nothing of the first. */
export async function addPartner(w: World): Promise<void> {
  await transaction(w, (i) =>
    savePartner(i, {
      id: 'par_01jz0y2m3n4p5q6r7s8t9v0zzz',
      wallet: 'wechat-pay',
      name: { zh: '微信支付', en: 'WeChat Pay' },
      legalName: { zh: '财付通支付科技有限公司', en: 'Tenpay Payment Technology Co., Ltd.' },
      registration: '91440300775558123A',
      stage: 'live',
      region: 'CN',
      sharePpm: 0,
      score: 80,
      note: { zh: '', en: '' },
      createdAt: 0,
      stageAt: 0,
    }),
  )
}

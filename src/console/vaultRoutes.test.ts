import { expect, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { textsInForce } from '../consent/find.ts'
import { giveConsent } from '../consent/giveConsent.ts'
import { restrictUse } from '../consent/refuseUse.ts'
import { withdrawConsent } from '../consent/withdrawConsent.ts'
import { employ } from '../identity/employ.ts'
import { confirmStepUp, saveStepUp } from '../identity/storeStepUps.ts'
import { shred } from '../vault/shred.ts'
import { tokenise } from '../vault/tokenise.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { vaultRevealRoutes } from './vaultRoutes.ts'

const officer: Who = {
  ...caller('officer', 'vault.reveal'),
  kind: 'user',
  org: 'institution',
  orgKind: 'institution',
  session: 'ses_1',
}
const person = 'usr_01k5xg3v0000000000000000ab'
const reason = '核对争议案件 D-2207'

async function confirmed(w: World, id: string, bound: string, session = 'ses_1'): Promise<void> {
  const summary = { zh: '查看明文', en: 'reveal' }
  const stepUp = { id, session, person, act: 'vault.reveal', bound, summary }
  await transaction(
    w,
    async (i) => {
      await saveStepUp(i, { ...stepUp, madeAt: w.now(), expiresAt: w.now() + 300_000 })
      await confirmStepUp(i, id, 'totp', w.now() + 300_000)
    },
    { unrecorded: 'a test’s own arrangement' },
  )
}

test('a person sees a value only after confirming exactly this token and reason in this session, once', async () => {
  const w = await testWorld()
  await transaction(w, openCatalogue)
  const name = { zh: '苏婉', en: 'Su Wan' }
  await transaction(w, (i) =>
    employ(i, { id: person, name, role: 'compliance', org: 'institution', orgKind: 'institution', active: true }),
  )
  const value = '4111111111111111'
  const wanted = { tenant: 'institution', kind: 'card', value, subject: 'con_1' } as const
  const { token } = await transaction(w, (i) => tokenise(i, wanted))
  const server = await open(w, vaultRevealRoutes, { authenticate: knowing(officer) })
  const ask = async (stepUp: string | null, why = reason, purpose = 'payment') => {
    const reply = await fetch(`${server.url}/v1/vault/tokens/${token}/reveal`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer officer',
        'content-type': 'application/json',
        ...(stepUp ? { 'covenant-step-up': stepUp } : {}),
      },
      body: JSON.stringify({ purpose, reason: why }),
    })
    return { status: reply.status, body: (await reply.json()) as { code?: string; value?: string } }
  }
  const bound = digestOf(canonical({ act: 'vault.reveal', token, purpose: 'payment', reason }))
  await confirmed(w, 'stp_other', digestOf('another card'))
  await confirmed(w, 'stp_theirs', bound, 'ses_2')
  await confirmed(w, 'stp_right', bound)
  for (const stepUp of [null, 'stp_unknown', 'stp_other', 'stp_theirs'])
    expect(await ask(stepUp)).toMatchObject({ status: 403, body: { code: 'identity.step_up_needed' } })
  expect((await ask('stp_right', '另一个理由，没有确认过')).status).toBe(403)
  expect((await ask('stp_right', reason, 'security')).body.code).toBe('console.purpose_refused')
  expect((await w.db.pool.query('select 1 from vault.reveal')).rowCount).toBe(0)
  expect(await ask('stp_right')).toMatchObject({ status: 200, body: { value } })
  expect((await ask('stp_right')).status).toBe(403)
  expect((await w.db.pool.query('select reason, purpose from vault.reveal')).rows).toEqual([
    { reason, purpose: 'payment' },
  ])
})

test('a value is seen for a purpose only while its person allows that purpose, and of several people only hers who does', async () => {
  const w = await testWorld()
  await transaction(w, openCatalogue)
  const name = { zh: '苏婉', en: 'Su Wan' }
  await transaction(w, (i) =>
    employ(i, { id: person, name, role: 'compliance', org: 'institution', orgKind: 'institution', active: true }),
  )
  const [wang, shen] = ['con_01k5xg3v0000000000000000wa', 'con_01k5xg3v0000000000000000sh']
  const phone = { tenant: 'institution', kind: 'phone', value: '13800138011' } as const
  const { token } = await transaction(w, (i) => tokenise(i, { ...phone, subject: wang }))
  await transaction(w, (i) => tokenise(i, { ...phone, subject: shen }))
  const server = await open(w, vaultRevealRoutes, { authenticate: knowing(officer) })
  const headers = { authorization: 'Bearer officer', 'content-type': 'application/json' }
  let turn = 0
  const look = async (purpose: string) => {
    const stepUp = `stp_${++turn}`
    await confirmed(w, stepUp, digestOf(canonical({ act: 'vault.reveal', token, purpose, reason })))
    const reply = await fetch(`${server.url}/v1/vault/tokens/${token}/reveal`, {
      method: 'POST',
      headers: { ...headers, 'covenant-step-up': stepUp },
      body: JSON.stringify({ purpose, reason }),
    })
    const { code, value } = (await reply.json()) as { code?: string; value?: string }
    return code ?? value
  }
  const offered = async () => {
    const reply = await fetch(`${server.url}/v1/vault/tokens/${token}/purposes`, { headers })
    const { items } = (await reply.json()) as { items: { id: string; isAllowed: boolean }[] }
    return items.map(({ id, isAllowed }) => [id, isAllowed])
  }
  const text = (await textsInForce(w, w.now())).find(({ purpose }) => purpose === 'marketing')?.digest ?? ''
  const how = { place: 'privacy-centre', language: 'zh-CN', session: null, proof: null, ip: null }
  const asked = { purpose: 'marketing', scopes: ['phone'], recipient: null, text, form: 'tap', how } as const

  expect(await offered()).toEqual([
    ['payment', true],
    ['marketing', false],
  ])
  expect(await look('marketing')).toBe('console.purpose_refused')
  expect(await look('data_sharing')).toBe('console.purpose_refused')
  expect(await look('payment')).toBe('+8613800138011')
  const consent = await transaction(w, (i) => giveConsent(i, { ...asked, subject: shen, by: shen }))
  expect(await look('marketing')).toBe('+8613800138011')
  await transaction(w, (i) => shred(i, wang))
  expect(await look('marketing')).toBe('+8613800138011')
  await transaction(w, (i) => withdrawConsent(i, consent.id, shen))
  expect(await look('marketing')).toBe('console.purpose_refused')
  await transaction(w, (i) => restrictUse(i, shen))
  expect(await look('payment')).toBe('console.purpose_refused')
})

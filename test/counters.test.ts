import { expect, test } from 'vitest'
import { logGauges } from '../src/audit/logGauges.ts'
import { sequence } from '../src/audit/sequence.ts'
import { asSuperuser, writeRecords } from '../src/audit/testLog.ts'
import { checkAll } from '../src/audit/watch.ts'
import { minuteMs } from '../src/base/time.ts'
import { mayUse } from '../src/consent/mayUse.ts'
import { approvalFor } from '../src/identity/approvalFor.ts'
import { decideApproval } from '../src/identity/decideApproval.ts'
import { identityRoutes } from '../src/identity/routes.ts'
import { beginStepUp, requireStepUp } from '../src/identity/stepUp.ts'
import { asked, confirmed, person, refundOf, refuse } from '../src/identity/testApprovals.ts'
import { whoIs } from '../src/identity/whoIs.ts'
import { sealText } from '../src/vault/seal.ts'
import { unseal } from '../src/vault/unseal.ts'
import { transaction } from '../src/world/command.ts'
import { type Route, route, z } from '../src/world/route.ts'
import { open } from './doors.ts'
import { type TestWorld, testWorld } from './house.ts'

const closed: Route = route({
  name: 'closed',
  does: 'GET /v1/closed',
  tag: 'test',
  summary: { zh: '关着的门', en: 'A closed door' },
  may: 'signed-in',
  reply: z.object({}),
  refuses: [],
  handle: () => ({}),
})

async function scraped(w: TestWorld) {
  const server = await open(w, [...identityRoutes, closed], {
    authenticate: (_, shown) => whoIs(w, shown),
    gauges: logGauges,
  })
  return {
    url: server.url,
    read: async (start: string) =>
      (await (await fetch(`${server.url}/metrics`)).text())
        .split('\n')
        .filter((line) => line.startsWith(`covenant_${start}`))
        .map((line) => line.slice('covenant_'.length)),
  }
}

test('refused keys, sign-ins, lock-outs and ciphertexts are counted by the word that refused them', async () => {
  const w = await testWorld()
  const { url, read } = await scraped(w)
  await fetch(`${url}/v1/closed`, { headers: { authorization: `Bearer cov_sandbox_${'0'.repeat(48)}` } })
  expect(await read('api_keys_refused_total{')).toEqual(['api_keys_refused_total{code="unknown"} 1'])
  const signIn = () =>
    fetch(`${url}/v1/sign-ins`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'password', login: 'wang.min', password: '不是这个密码' }),
    })
  for (let n = 0; n < 11; n++) await (await signIn()).arrayBuffer()
  expect(await read('sign_ins_refused_total{')).toEqual([
    'sign_ins_refused_total{code="identity.sign_in_refused"} 10',
    'sign_ins_refused_total{code="identity.locked_out"} 1',
  ])
  expect(await read('lock_outs_total{')).toEqual(['lock_outs_total{kind="login"} 1'])
  const place = { tenant: 'institution', purpose: 'test.one', context: 'row/1' }
  const sealed = await sealText(w, place, '6222020200112230')
  for (const context of ['row/2', 'row/3']) await unseal(w, sealed, { ...place, context }).catch(() => undefined)
  expect(await read('ciphertexts_refused_total{')).toEqual(['ciphertexts_refused_total{because="not_authentic"} 2'])
  const whole = (await read('')).join('\n')
  for (const personal of ['wang.min', 'cov_sandbox', '622202', '127.0.0.1']) expect(whole).not.toContain(personal)
})

test('approvals, refused confirmations and refused uses are counted, and nothing that was rolled back', async () => {
  const w = await testWorld()
  const { read } = await scraped(w)
  const [finance, risk] = [await person(w, 'finance'), await person(w, 'risk')]
  const [first, second] = [await asked(w, finance, refundOf(320_000n)), await asked(w, finance, refundOf(330_000n))]
  await refuse(w, risk, first)
  const stepUp = await confirmed(w, risk, second.digest)
  await decideApproval(w, risk, { approval: second.id, decision: 'grant', digest: second.digest, comment: null })
  await transaction(w, async (i) => {
    await approvalFor(i, finance, refundOf(340_000n))
    throw new Error('rolled back')
  }).catch(() => undefined)
  expect((await read('approvals_total{')).slice(0, 3)).toEqual([
    'approvals_total{move="asked"} 2',
    'approvals_total{move="refused"} 1',
    'approvals_total{move="granted"} 1',
  ])
  const other = 'ab'.repeat(32)
  await transaction(w, (i) => requireStepUp(i, risk, { act: 'approvals.grant', bound: other, stepUp })).catch(
    () => undefined,
  )
  await transaction(w, (i) => requireStepUp(i, risk, { act: 'approvals.grant', bound: other, stepUp: null })).catch(
    () => undefined,
  )
  await beginStepUp(w, risk, { act: 'x', bound: other, summary: { zh: '一', en: 'x' } }).catch(() => undefined)
  expect(await read('step_ups_refused_total{')).toEqual(['step_ups_refused_total{code="identity.step_up_needed"} 1'])
  expect(await mayUse(w, { subject: 'con_1', purpose: 'nothing', scope: 'all' })).toBe(false)
  expect(await read('uses_refused_total{')).toEqual(['uses_refused_total{kind="in_house"} 1'])
})

test('checks of the log, how far it is behind and what was altered can be read, and a figure that cannot be read hides no other', async () => {
  const w = await testWorld()
  const { read } = await scraped(w)
  await writeRecords(w, 5)
  w.pass(minuteMs)
  expect(await read('log_waiting')).toEqual(['log_waiting 5', 'log_waiting_seconds 60'])
  await sequence(w)
  w.pass(2 * minuteMs)
  expect(await read('log_')).toEqual([
    'log_waiting 0',
    'log_waiting_seconds 0',
    'log_checkpoint_seconds 120',
    'log_altered_rows 0',
  ])
  await checkAll(w)
  await asSuperuser(w, `update world.record set object = 'thing:9' where object = 'thing:1'`)
  await checkAll(w)
  expect(await read('tamper_checks_total{')).toEqual([
    'tamper_checks_total{outcome="sound"} 1',
    'tamper_checks_total{outcome="altered"} 1',
  ])
  expect(await read('log_altered_rows')).toEqual(['log_altered_rows 1'])
  expect(await read('alarms_open')).toEqual(['alarms_open 0'])
  await asSuperuser(w, 'alter table audit.alarm rename to alarm_away')
  expect(await read('alarms_open')).toEqual(['alarms_open Nan'])
  expect(await read('log_waiting ')).toHaveLength(1)
})

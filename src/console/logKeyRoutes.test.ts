import { expect, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { logKeyState } from '../audit/logKeys.ts'
import { sequenceWaiting } from '../audit/sequence.ts'
import { writeRecords } from '../audit/testLog.ts'
import { employ } from '../identity/employ.ts'
import { confirmStepUp, saveStepUp } from '../identity/storeStepUps.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { logKeyRoutes } from './logKeyRoutes.ts'

const person = 'usr_01k5xg3v0000000000000000ab'
const officer: Who = { ...caller('officer', 'log.manage'), kind: 'user', session: 'ses_1' }

test('the key of the log is handed over only after confirming exactly these two keys, once', async () => {
  const w = await testWorld()
  const name = { zh: '沈知行', en: 'Shen Zhixing' }
  await transaction(w, (i) =>
    employ(i, { id: person, name, role: 'admin', org: 'institution', orgKind: 'institution', active: true }),
  )
  await writeRecords(w, 3)
  await sequenceWaiting(w, 1)
  const { url } = await open(w, logKeyRoutes, { authenticate: knowing(officer) })
  const ask = async (stepUp: string | null) => {
    const headers = { authorization: 'Bearer officer', 'content-type': 'application/json' }
    const given = stepUp === null ? headers : { ...headers, 'covenant-step-up': stepUp }
    const reply = await fetch(`${url}/v1/log/key`, { method: 'POST', headers: given, body: '{}' })
    return { status: reply.status, body: (await reply.json()) as { code?: string; bound?: string; waits?: boolean } }
  }
  const confirm = (id: string, bound: string) =>
    transaction(
      w,
      async (i) => {
        const summary = { zh: '交接', en: 'hand over' }
        const stepUp = { id, session: 'ses_1', person, act: 'log.hand_over_key', bound, summary }
        await saveStepUp(i, { ...stepUp, madeAt: w.now(), expiresAt: w.now() + 300_000 })
        await confirmStepUp(i, id, 'totp', w.now() + 300_000)
      },
      { unrecorded: 'a test’s own arrangement' },
    )
  const asked = await ask(null)
  expect(asked).toMatchObject({ status: 403, body: { code: 'identity.step_up_needed' } })
  const bound = asked.body.bound ?? /[0-9a-f]{64}/.exec(JSON.stringify(asked.body))?.[0] ?? ''
  await confirm('stp_other', '0'.repeat(64))
  expect((await ask('stp_other')).status).toBe(403)
  expect(await logKeyState(w)).toMatchObject({ number: 1, waits: false })
  await confirm('stp_right', bound)
  expect(await ask('stp_right')).toMatchObject({ status: 202, body: { waits: true } })
  await sequenceWaiting(w, 1)
  expect(await logKeyState(w)).toMatchObject({ number: 2, waits: false })
  expect((await ask('stp_right')).status).toBe(403)
})

import { expect, test } from 'vitest'
import { checker } from '../../test/approving.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { approvalJobs } from '../identity/approvalJobs.ts'
import { decideApproval } from '../identity/decideApproval.ts'
import { approvalById } from '../identity/storeApprovals.ts'
import { person } from '../identity/testApprovals.ts'
import { keysNow } from '../vault/find.ts'
import { vaultJobs } from '../vault/jobs.ts'
import { ownKeepers } from '../vault/vaultKeepers.ts'
import { transaction } from '../world/command.ts'
import { addJob, runDueJobs } from '../world/jobs.ts'
import { approvedRotation, rotateOrAsk } from './rotateOrAsk.ts'

test('a person’s rotation of the vault waits for a second person and begins once', async () => {
  const w = await testWorld()
  const engineer = await person(w, 'engineering')
  const asked = await rotateOrAsk(w, engineer, { what: 'data', suite: 'sm4-gcm' })
  if (!('approval' in asked)) throw new Error('the policy asks for nobody')
  expect((await keysNow(w)).rotations).toEqual([])
  const { id, digest } = asked.approval
  await decideApproval(w, checker('usr_risk', 'risk'), { approval: id, decision: 'grant', digest, comment: null })
  const jobs = [...approvalJobs, approvedRotation.job, ...vaultJobs(ownKeepers)]
  await runDueJobs(w, jobs, [approvedRotation.reaction])
  await addAgain(w, id)
  await runDueJobs(w, jobs, [approvedRotation.reaction])
  const { rotations } = await keysNow(w)
  const [rotation] = rotations
  expect(rotations).toHaveLength(1)
  expect(rotation).toMatchObject({ what: 'data', suite: 'sm4-gcm' })
  expect((await approvalById(w, asked.approval.id))?.outcome).toMatchObject({ made: rotation?.id })
})

// The job once more, as after a crash.
const addAgain = (w: TestWorld, approval: string) =>
  transaction(w, (i) => addJob(i, 'vault.ask_rotation_approved', { approval }, i.now()), { unrecorded: 'a test' })

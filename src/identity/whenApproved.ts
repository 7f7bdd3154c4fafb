import { assert, present } from '../base/assert.ts'
import { Fault } from '../base/fault.ts'
import { moved } from '../base/moves.ts'
import { system } from '../world/actor.ts'
import { transaction } from '../world/command.ts'
import { type Reaction, reaction } from '../world/events.ts'
import { addJob, type Job } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { type Approval, type ApprovalOutcome, approvalMoves, boundDigest } from './approval.ts'
import type { ApprovalAct } from './approvalPolicy.ts'
import { approvalById, lockApproval, moveApproval } from './storeApprovals.ts'

/** Does what was approved, with the approval's own input, and answers the id it made. `key` makes a repeat the same act. */
export type Approved = (w: World, approval: Approval, key: string) => Promise<string | null>

/**
 * How a module carries out what others approved: a reaction that hears of the last grant and a job that runs the verb. The verb runs
 * under the key `approval:apr_…`, so that a job that is repeated after a crash is the same act. A fault of the verb is the
 * approval's end; anything else is our failure and the job tries again.
 */
export function whenApproved(act: ApprovalAct, run: Approved): { reaction: Reaction; job: Job } {
  const name = `${act}_approved`
  return {
    reaction: reaction('approval.granted', name, async (i, { data }) => {
      if (data.act === act) await addJob(i, name, { approval: data.approval }, i.now())
    }),
    job: {
      name,
      run: async (w, { approval }) => {
        assert(typeof approval === 'string', 'an approved act names its approval')
        await carryOut(w, approval, run)
      },
    },
  }
}

/** Carries out one granted approval and keeps what it came to. Does nothing to one that is not granted or was carried out. */
async function carryOut(w: World, id: string, run: Approved): Promise<void> {
  const approval = present(await approvalById(w, id), 'a granted approval is stored')
  if (approval.state !== 'granted') return
  assert(boundDigest(approval) === approval.digest, `what ${id} carries is what was granted`)
  const outcome = await outcomeOf({ ...w, actor: system(`approval:${id}`) }, approval, run)
  await transaction(w, async (i) => {
    const now = present(await lockApproval(i, id), 'a granted approval is stored')
    const next = moved(approvalMoves, now.state, outcome.refused ? 'fail' : 'carry_out')
    if (next === null) return // another run of the same job was here first
    assert(await moveApproval(i, now, next, outcome), 'a locked approval moves by its table')
    record(i, {
      act: outcome.refused ? 'approvals.fail' : 'approvals.carry_out',
      object: id,
      facts: { of: now.act, to: now.object, made: outcome.made, refused: outcome.refused?.code ?? null },
    })
  })
}

async function outcomeOf(w: World, approval: Approval, run: Approved): Promise<ApprovalOutcome> {
  try {
    return { made: await run(w, approval, `approval:${approval.id}`), refused: null }
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500) throw error
    return { made: null, refused: { code: error.code, zh: error.zh, en: error.en } }
  }
}

import { assert, present } from '../base/assert.ts'
import { isId } from '../base/id.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Version } from './agreement.ts'
import { after, lockedVersion } from './approve.ts'
import { agreementFaults } from './errors.ts'
import { paperFaults } from './paper/errors.ts'
import { signForInstitution } from './signing.ts'
import { approvalsOf, versionOf } from './store.ts'
import { agreementName, agreementSummary } from './summary.ts'

/**
 * Signs for the institution, after others have looked when the approval policy says so: who approved the version neither signs it nor
 * checks the signing, so an agreement is activated by three people. Answers the approval it waits for, or null when it is
 * signed. Faults as `signForInstitution`, and `agreements.approver_signs`.
 */
export async function signOrAsk(w: World, who: Who, version: Version, signatory: string): Promise<Approval | null> {
  const { agreement, number, root, terms } = version
  const expected = terms.clauses.parties.institution.signatory.name
  const approval = await transaction(w, async (i) => {
    after(await lockedVersion(i, agreement, number), 'sign_first')
    if (expected !== signatory) throw paperFaults.otherSignatory({ expected, person: signatory })
    const approvers = (await approvalsOf(i, agreement, number)).flatMap(({ party, by }) =>
      party === 'institution' && by !== null ? [by] : [],
    )
    if (who.kind === 'user' && approvers.includes(who.id)) throw agreementFaults.approverSigns()
    const name = agreementName(terms)
    const summary = agreementSummary(terms)
    return await approvalFor(i, who, {
      act: 'agreements.sign',
      object: `${agreement}/${number}`,
      within: agreement,
      payee: terms.clauses.parties.wallet.name,
      input: { agreement, number, root, signatory },
      summary: {
        zh: `签署「${name.zh}」第 ${number} 版：${summary.zh}`,
        en: `Sign “${name.en}”, version ${number}: ${summary.en}`,
      },
      apart: approvers,
    })
  })
  if (approval === null) await signForInstitution(w, agreement, number, signatory)
  return approval
}

/** Signs what others approved. A repeat finds it signed and leaves it. */
export const approvedSigning = whenApproved('agreements.sign', async (w, { input, object }) => {
  const { agreement, number, root, signatory } = input as {
    agreement: string
    number: number
    root: string
    signatory: string
  }
  assert(isId('agr', agreement), 'an approved signing names its agreement')
  const version = present(await versionOf(w, agreement, number), 'an approved version is stored')
  assert(version.root === root, 'terms of a proposed version never change')
  if (version.state === 'approved') await signForInstitution(w, agreement, number, signatory)
  else if (version.state !== 'half_signed' && version.state !== 'signed') after(version, 'sign_first')
  return object
})

import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { refuseUnassessed } from '../consent/assess.ts'
import {
  definePurpose,
  nameRecipient,
  publishText,
  refusePurpose,
  refuseRecipient,
  refuseText,
} from '../consent/editCatalogue.ts'
import { purposeById, recipientById, textsOf } from '../consent/find.ts'
import type { ConsentText, Purpose } from '../consent/purpose.ts'
import type { Recipient } from '../consent/recipient.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { identityFaults } from '../identity/errors.ts'
import { makerNow } from '../identity/makerNow.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { command, transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'

// What people agree to is changed by two: each change says over which state of the catalogue it was made, and is refused when that
// has moved on meanwhile.

type Both = { zh: string; en: string }

/** Where what waits about the catalogue is shown. */
const within = 'consent-catalogue'
const may = 'consents.manage'

const stateOf = (found: unknown): Digest | null => (found ? digestOf(canonical(found as Canonical)) : null)

/** Enters or changes a purpose, or asks for it. Answers what waits, or null when it holds. Faults as `definePurpose`. */
export async function purposeOrAsk(w: World, who: Who, purpose: Purpose): Promise<Approval | null> {
  refusePurpose(purpose)
  await refuseUnassessed(w, purpose)
  return await transaction(w, async (i) => {
    const before = await purposeById(i, purpose.id)
    const approval = await approvalFor(i, who, {
      act: 'consent.define_purpose',
      object: purpose.id,
      within,
      input: { over: stateOf(before), purpose: purpose as unknown as Canonical },
      summary: {
        zh: `${before ? '修改' : '新增'}处理目的「${purpose.name.zh}」`,
        en: `${before ? 'Change' : 'Enter'} the purpose “${purpose.name.en}”`,
      },
    })
    if (approval === null) await definePurpose(i, purpose)
    return approval
  })
}

export const approvedPurpose = whenApproved('consent.define_purpose', async (w, approval, key) =>
  command(w, 'consent.define_purpose', key, approval.input, async (i) => {
    await makerNow(i, approval, may)
    const { over, purpose } = approval.input as unknown as { over: Digest | null; purpose: Purpose }
    if (stateOf(await purposeById(i, purpose.id)) !== over) throw identityFaults.overtaken()
    await definePurpose(i, purpose)
    return purpose.id
  }),
)

type NewText = { purpose: string; words: Both; effectiveAt: number | null }

/** Publishes new words, or asks for it; without a moment they hold once they are published. Faults as `publishText`. */
export async function textOrAsk(
  w: World,
  who: Who,
  { purpose, words, effectiveAt }: NewText,
): Promise<{ text: ConsentText } | { approval: Approval }> {
  return await transaction(w, async (i) => {
    await refuseText(i, purpose, effectiveAt ?? i.now())
    const name = (await purposeById(i, purpose))?.name ?? { zh: purpose, en: purpose }
    const version = ((await textsOf(i, purpose))[0]?.version ?? 0) + 1
    const approval = await approvalFor(i, who, {
      act: 'consent.publish_text',
      object: purpose,
      within,
      input: { purpose, version, words: { zh: words.zh, en: words.en }, effectiveAt },
      summary: {
        zh: `发布「${name.zh}」第 ${version} 版告知文本`,
        en: `Publish version ${version} of the text of “${name.en}”`,
      },
    })
    return approval ? { approval } : { text: await publishText(i, purpose, words, effectiveAt ?? i.now()) }
  })
}

export const approvedText = whenApproved('consent.publish_text', async (w, approval, key) =>
  command(w, 'consent.publish_text', key, approval.input, async (i) => {
    await makerNow(i, approval, may)
    const { purpose, version, words, effectiveAt } = approval.input as NewText & { version: number }
    if (((await textsOf(i, purpose))[0]?.version ?? 0) + 1 !== version) throw identityFaults.overtaken()
    await publishText(i, purpose, words, effectiveAt ?? i.now())
    return purpose
  }),
)

/** Enters or changes a recipient, or asks for it. Faults as `nameRecipient`. */
export async function recipientOrAsk(
  w: World,
  who: Who,
  recipient: Recipient,
  isAffiliate: boolean,
): Promise<Approval | null> {
  refuseRecipient(recipient, isAffiliate)
  return await transaction(w, async (i) => {
    const before = await recipientById(i, recipient.id)
    const approval = await approvalFor(i, who, {
      act: 'consent.name_recipient',
      object: recipient.id,
      within,
      input: { over: stateOf(before), recipient: recipient as unknown as Canonical, isAffiliate },
      summary: {
        zh: `${before ? '修改' : '新增'}接收方「${recipient.name.zh}」`,
        en: `${before ? 'Change' : 'Enter'} the recipient “${recipient.name.en}”`,
      },
    })
    if (approval === null) await nameRecipient(i, recipient, isAffiliate)
    return approval
  })
}

export const approvedRecipient = whenApproved('consent.name_recipient', async (w, approval, key) =>
  command(w, 'consent.name_recipient', key, approval.input, async (i) => {
    await makerNow(i, approval, may)
    const { over, recipient, isAffiliate } = approval.input as unknown as {
      over: Digest | null
      recipient: Recipient
      isAffiliate: boolean
    }
    if (stateOf(await recipientById(i, recipient.id)) !== over) throw identityFaults.overtaken()
    await nameRecipient(i, recipient, isAffiliate)
    return recipient.id
  }),
)

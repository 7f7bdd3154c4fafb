import { assert } from '../base/assert.ts'
import type { Canonical } from '../base/canonical.ts'
import { dayMs } from '../base/time.ts'
import { command, transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type KeyShown, type KeyWanted, putKey, refuseKey } from './apiKeyMake.ts'
import type { Approval } from './approval.ts'
import { approvalFor } from './approvalFor.ts'
import type { Confirm } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { makerNow } from './makerNow.ts'
import { lockKeyIssue, saveCollected, saveKeyIssue } from './storeKeyIssues.ts'

/** How long an approved key waits for its maker; then it has to be asked for anew. */
export const collectMs = 2 * dayMs

/** The job that ends an issue nobody collected. */
export const expireIssueJob = 'identity.expire_key_issue'

/**
 * Makes an API key, or asks for it: by the policy a person hands out no key alone. While it waits there is no secret, not even
 * sealed: it comes into being when its maker collects it. Faults as `makeKey`.
 */
export async function askKey(
  w: World,
  who: Who,
  wanted: KeyWanted,
  confirm: Confirm,
): Promise<{ key: KeyShown } | { approval: Approval }> {
  refuseKey(who, wanted)
  return await transaction(w, async (i) => {
    await confirm(i)
    const { org, orgKind, name, permissions, addresses, expiresAt, signing, publicKey } = wanted
    const approval = await approvalFor(i, who, {
      act: 'identity.issue_key',
      object: org,
      within: 'api-keys',
      input: {
        org,
        orgKind,
        name: { zh: name.zh, en: name.en },
        permissions,
        addresses,
        expiresAt,
        signing,
        publicKey,
      },
      summary: {
        zh: `新密钥「${name.zh}」：${permissions.join('、')}`,
        en: `New API key “${name.en}”: ${permissions.join(', ')}`,
      },
    })
    return approval ? { approval } : { key: await putKey(i, { ...wanted, createdBy: who.id, rotatedFrom: null }) }
  })
}

/** What an approved issue comes to: its maker may collect the key, once and for two days. Repeated it changes nothing. */
export async function offerKey(w: World, approval: Approval, key: string): Promise<string> {
  const wanted = approval.input as KeyWanted & { [name: string]: Canonical }
  return await command(w, 'identity.offer_key', key, approval.input, async (i) => {
    const maker = await makerNow(i, approval, 'keys.manage')
    refuseKey(maker, wanted)
    const expiresAt = i.now() + collectMs
    await saveKeyIssue(i, { approval: approval.id, org: approval.org, maker: maker.id, wanted, expiresAt })
    await addJob(i, expireIssueJob, { approval: approval.id }, expiresAt)
    const { org, permissions } = wanted
    record(i, { act: 'identity.offer_key', object: approval.id, facts: { org, permissions, expiresAt } })
    return approval.id
  })
}

/**
 * Makes the key that was approved and answers its text, shown this once, to whoever asked for it and to nobody else. Their rights
 * are looked at again. Faults: identity.no_such_key_issue, key_issue_over, expiry_past, those of `makeKey`.
 */
export async function collectKey(w: World, who: Who, approval: string, confirm: Confirm): Promise<KeyShown> {
  return await transaction(w, async (i) => {
    const issue = await lockKeyIssue(i, approval)
    if (!issue || who.kind !== 'user' || issue.maker !== who.id) throw identityFaults.noSuchKeyIssue({ approval })
    if (issue.collectedAt !== null || issue.expiresAt <= i.now()) throw identityFaults.keyIssueOver()
    const { wanted } = issue
    if (wanted.expiresAt !== null && wanted.expiresAt <= i.now()) throw identityFaults.expiryPast()
    refuseKey(who, wanted)
    await confirm(i)
    const made = await putKey(i, { ...wanted, createdBy: who.id, rotatedFrom: null })
    assert(await saveCollected(i, approval, made.id), 'a locked issue is collected once')
    record(i, { act: 'identity.collect_key', object: made.id, facts: { approval } })
    return made
  })
}

/** By the clock: says in the log that an approved key was not collected in time and never came into being. */
export async function expireKeyIssue(w: World, approval: string): Promise<void> {
  await transaction(w, async (i) => {
    const issue = await lockKeyIssue(i, approval)
    if (!issue || issue.collectedAt !== null || issue.expiresAt > i.now()) return
    record(i, { act: 'identity.expire_key_issue', object: approval, facts: { org: issue.wanted.org } })
  })
}

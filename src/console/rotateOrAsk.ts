import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { makerNow } from '../identity/makerNow.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import type { Suite } from '../vault/box.ts'
import { beginRotation } from '../vault/rotate.ts'
import type { Rotation } from '../vault/rotation.ts'
import { command, transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'

type Wish = { what: Rotation['what']; suite: Suite | null }

const said = {
  data: { zh: '轮换数据密钥', en: 'Rotate the data keys' },
  master: { zh: '轮换主密钥', en: 'Rotate the master key' },
  search: { zh: '轮换查找哈希的密钥', en: 'Rotate the key of search hashes' },
} as const

/**
 * Rotates the vault's keys, or asks a second person first when the policy says so: a person who could do it alone could do it again
 * and again, or to a weaker suite. What the clock rotates by itself asks nobody. Faults as `askRotation`.
 */
export async function rotateOrAsk(
  w: World,
  who: Who,
  wish: Wish,
): Promise<{ rotation: Rotation } | { approval: Approval }> {
  return await transaction(w, async (i) => {
    const { what, suite } = wish
    const ending = suite === null ? '' : ` (${suite.toUpperCase()})`
    const approval = await approvalFor(i, who, {
      act: 'vault.ask_rotation',
      object: 'vault',
      within: 'vault-keys',
      input: { what, suite },
      summary: { zh: said[what].zh + ending, en: said[what].en + ending },
    })
    return approval ? { approval } : { rotation: await beginRotation(i, what, suite) }
  })
}

/** Begins an approved rotation, once, while its maker may still ask for it. */
export const approvedRotation = whenApproved('vault.ask_rotation', async (w, approval, key) =>
  command(w, 'vault.ask_rotation', key, approval.input, async (i) => {
    await makerNow(i, approval, 'vault.manage')
    const { what, suite } = approval.input as Wish
    return (await beginRotation(i, what, suite)).id
  }),
)

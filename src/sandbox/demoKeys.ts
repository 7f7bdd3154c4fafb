import { present } from '../base/assert.ts'
import { issueKey } from '../identity/issueKey.ts'
import { permissions } from '../identity/role.ts'
import { merchantsAfter } from '../merchants/find.ts'
import type { Keys } from '../world/keys.ts'
import type { Inside } from '../world/world.ts'

/** Files of the sandbox's two API keys: a merchant's till, and an operator of the institution. */
export const demoKeyFiles = { merchant: 'demo-merchant.key', operator: 'demo-operator.key' } as const

/** Issues the API keys that `npm run demo` uses. Their text lies in key files of this installation, readable by its owner. */
export async function issueDemoKeys(i: Inside): Promise<void> {
  const [merchant] = await merchantsAfter(i, '', 1)
  const till = present(merchant, 'merchants are open')
  await issueKey(
    i,
    {
      org: till.id,
      orgKind: 'merchant',
      name: { zh: '收银台', en: 'Till' },
      permissions: ['payments.create', 'payments.read', 'payments.refund', 'payments.cancel', 'payments.inquire'],
    },
    secretOf(i.keys, demoKeyFiles.merchant, i.random.bytes(24)),
  )
  await issueKey(
    i,
    { org: 'institution', orgKind: 'institution', name: { zh: '演示', en: 'Demo' }, permissions },
    secretOf(i.keys, demoKeyFiles.operator, i.random.bytes(24)),
  )
}

function secretOf(keys: Keys, file: string, fresh: Uint8Array): Uint8Array {
  const text = keys.readOrMake(file, () => `cov_sandbox_${Buffer.from(fresh).toString('hex')}`).toString('utf8')
  return Buffer.from(text.slice('cov_sandbox_'.length), 'hex')
}

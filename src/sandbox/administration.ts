import { newId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { putKey } from '../identity/apiKeyMake.ts'
import { employ } from '../identity/employ.ts'
import { permissionsOf } from '../identity/role.ts'
import { merchantsAfter } from '../merchants/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { saveDone, stepDoneAt } from './store.ts'

/** People and keys of merchants and of the wallet, as an institution's administrator finds them on an ordinary day. */
export async function administerOthers(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'administration')) !== null) return
  await transaction(w, async (i) => {
    const [tea, second] = await merchantsAfter(i, '', 2)
    const alipay = await partnerByWallet(i, 'alipay')
    if (tea) {
      await employOne(i, ['周砚秋', 'Zhou Yanqiu'], 'merchant-administrator', tea.id, 'merchant')
      await employOne(i, ['许小满', 'Xu Xiaoman'], 'merchant', tea.id, 'merchant')
      await issueOne(i, ['小程序', 'Mini program'], tea.id, 'merchant', { signing: 'hmac', days: 180 })
    }
    if (second) {
      await employOne(i, ['梁知夏', 'Liang Zhixia'], 'merchant-administrator', second.id, 'merchant')
      await issueOne(i, ['收银系统', 'Till system'], second.id, 'merchant', {
        addresses: ['203.0.113.0/24', '2001:db8:40::/48'],
        days: 90,
      })
    }
    if (alipay) {
      await employOne(i, ['江辰', 'Jiang Chen'], 'partner-administrator', alipay.id, 'partner')
      await issueOne(i, ['日志见证', 'Log witness'], alipay.id, 'partner', { permissions: ['log.read', 'log.witness'] })
    }
    await saveDone(i, 'administration')
  })
}

type Name = [zh: string, en: string]

async function employOne(i: Inside, [zh, en]: Name, role: string, org: string, orgKind: 'merchant' | 'partner') {
  await employ(i, { id: newId('usr', i.now(), i.random), name: { zh, en }, role, org, orgKind, active: true })
}

// Their texts are thrown away: nobody can use them, they are there to be seen.
async function issueOne(
  i: Inside,
  [zh, en]: Name,
  org: string,
  orgKind: 'merchant' | 'partner',
  more: { permissions?: string[]; addresses?: string[]; signing?: 'hmac'; days?: number },
): Promise<void> {
  await putKey(i, {
    org,
    orgKind,
    name: { zh, en },
    permissions: more.permissions ?? [...permissionsOf.merchant],
    addresses: more.addresses ?? [],
    signing: more.signing ?? 'none',
    publicKey: null,
    expiresAt: more.days === undefined ? null : i.now() + more.days * dayMs,
    createdBy: i.actor.id,
    rotatedFrom: null,
  })
}

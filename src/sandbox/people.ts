import { newId } from '../base/id.ts'
import { giveDemoCredentials } from '../identity/demoCredentials.ts'
import { employ, nameInstitution } from '../identity/employ.ts'
import { peopleAll } from '../identity/find.ts'
import type { OrgKind } from '../identity/person.ts'
import type { Role } from '../identity/role.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { saveDone, stepDoneAt } from './store.ts'

const people: readonly [zh: string, en: string, role: Role, orgKind: OrgKind][] = [
  ['王敏', 'Wang Min', 'finance', 'institution'],
  ['沈知行', 'Shen Zhixing', 'business', 'institution'],
  ['陆清和', 'Lu Qinghe', 'legal', 'institution'],
  ['赵一鸣', 'Zhao Yiming', 'risk', 'institution'],
  ['何工', 'He Gong', 'engineering', 'institution'],
  ['苏婉', 'Su Wan', 'compliance', 'institution'],
  ['徐立', 'Xu Li', 'administrator', 'institution'],
  ['顾审言', 'Gu Shenyan', 'auditor', 'auditor'],
]

/** The institution of the demo world and the people who work there, one for each role. */
export async function employPeople(i: Inside): Promise<void> {
  await nameInstitution(i, { name: { zh: '云汇支付', en: 'Yunhui Pay' }, zone: 'Asia/Shanghai' })
  for (const [place, [zh, en, role, orgKind]] of people.entries()) {
    const org = orgKind === 'institution' ? 'institution' : 'auditor'
    // A millisecond apart, so that they are listed as they stand here.
    await employ(
      { ...i, now: () => i.now() + place },
      { id: newId('usr', i.now(), i.random), name: { zh, en }, role, org, orgKind, active: true },
    )
  }
}

/** The password of every demo user: documented, for the sandbox only. */
const demoPassword = 'lotus pond at dusk'

/** The user name of a demo user: `wang.min`. */
const loginOf = (en: string): string => en.toLowerCase().replace(/\s+/g, '.')

/** Every demo user gets a user name, the documented password and a phone, so that the real way to sign in can be walked. */
export async function giveCredentials(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'credentials')) !== null) return
  for (const { id, name } of await peopleAll(w)) {
    const place = people.findIndex(([zh]) => zh === name.zh)
    if (place < 0) continue
    const phone = `1390013800${place + 1}`
    await giveDemoCredentials(w, { person: id, login: loginOf(name.en), password: demoPassword, phone })
  }
  await transaction(w, (i) => saveDone(i, 'credentials'))
}

import { newId } from '../base/id.ts'
import { employ, nameInstitution } from '../identity/employ.ts'
import type { OrgKind } from '../identity/person.ts'
import type { Role } from '../identity/role.ts'
import type { Inside } from '../world/world.ts'

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

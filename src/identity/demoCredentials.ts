import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { hashPassword } from './password.ts'
import { keepPhone } from './personPhone.ts'
import { loginOf, saveLogin } from './storeFactors.ts'

export type DemoCredentials = { person: string; login: string; password: string; phone: string }

/** Gives a demo user of the sandbox a documented password and phone, once. Fault identity.sandbox_only elsewhere. */
export async function giveDemoCredentials(
  w: World,
  { person, login, password, phone }: DemoCredentials,
): Promise<void> {
  if (w.mode !== 'sandbox') throw identityFaults.sandboxOnly()
  if (await loginOf(w, person)) return
  const hash = await hashPassword(w, password)
  await transaction(w, async (i) => {
    if (!(await saveLogin(i, person, login, hash))) return
    await keepPhone(i, person, phone)
    record(i, { act: 'identity.demo_credentials', object: person })
  })
}

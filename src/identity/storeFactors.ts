import { everyVersion } from '../vault/searchHash.ts'
import { maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** What a person can prove themselves with. */
export type FactorsKept = {
  login: string | null
  passwordAt: number | null
  passkeys: number
  totpAt: number | null
  phone: { masked: string; token: string; confirmedAt: number } | null
  recoveryLeft: number
  recoveryAt: number | null
}

type FactorsRow = {
  login: string | null
  password_set_at_ms: bigint | null
  passkeys: number
  totp_at: bigint | null
  phone_masked: string | null
  phone_token: string | null
  phone_at: bigint | null
  recovery_left: number
  recovery_at: bigint | null
}
const factors = query<{ person: string }, FactorsRow>()`
  select l.login, l.password_set_at_ms, t.confirmed_at_ms as totp_at, p.phone_masked, p.phone_token, p.confirmed_at_ms as phone_at,
         (select count(*)::int from identity.passkey k where k.owner = ${'person'} and k.removed_at_ms is null) as passkeys,
         (select count(*)::int from identity.recovery_code r where r.person = ${'person'} and r.used_at_ms is null) as recovery_left,
         (select max(r.created_at_ms) from identity.recovery_code r where r.person = ${'person'}) as recovery_at
    from (select ${'person'}::text as person) as me
    left join identity.login l on l.person = me.person
    left join identity.totp t on t.person = me.person
    left join identity.person_phone p on p.person = me.person`

type LoginRow = { person: string; login: string; password_hash: string | null }
const byLogin = query<{ login: string }, LoginRow>()`
  select l.person, l.login, l.password_hash from identity.login l join identity.person p on p.id = l.person and p.active
   where l.login = ${'login'}`

const byPerson = query<{ person: string }, LoginRow>()`
  select person, login, password_hash from identity.login where person = ${'person'}`

const putLogin = query<{ person: string; login: string; hash: string | null; at: number | null }>()`
  insert into identity.login (person, login, password_hash, password_set_at_ms)
  values (${'person'}, ${'login'}, ${'hash'}, ${'at'})
  on conflict do nothing`

const putPassword = query<{ person: string; hash: string; at: number }>()`
  update identity.login set password_hash = ${'hash'}, password_set_at_ms = ${'at'} where person = ${'person'}`

const putTotp = query<{ person: string; sealed: string; at: number }>()`
  insert into identity.totp (person, sealed, created_at_ms) values (${'person'}, ${'sealed'}, ${'at'})
  on conflict (person) do update set sealed = excluded.sealed, created_at_ms = excluded.created_at_ms, last_step = 0
  where totp.confirmed_at_ms is null`

const totp = query<{ person: string }, { sealed: string; confirmed_at_ms: bigint | null }>()`
  select sealed, confirmed_at_ms from identity.totp where person = ${'person'}`

const useStep = query<{ person: string; step: number }>()`
  update identity.totp set last_step = ${'step'} where person = ${'person'} and last_step < ${'step'}`

const confirmedTotp = query<{ person: string; at: number }>()`
  update identity.totp set confirmed_at_ms = ${'at'} where person = ${'person'} and confirmed_at_ms is null`

const dropTotp = query<{ person: string }>()`delete from identity.totp where person = ${'person'}`

const dropCodes = query<{ person: string }>()`delete from identity.recovery_code where person = ${'person'}`

const putCodes = query<{ person: string; hashes: string[]; at: number }>()`
  insert into identity.recovery_code (person, code_hash, created_at_ms)
  select ${'person'}, code_hash, ${'at'} from unnest(${'hashes'}::text[]) as given (code_hash)`

const spendCode = query<{ person: string; hashes: string[]; at: number }>()`
  update identity.recovery_code set used_at_ms = ${'at'}
   where person = ${'person'} and code_hash = any(${'hashes'}::text[]) and used_at_ms is null`

type Phone = { person: string; token: string; hash: string; masked: string }
const putPhone = query<Phone & { at: number }>()`
  insert into identity.person_phone (person, phone_token, phone_hash, phone_masked, confirmed_at_ms)
  values (${'person'}, ${'token'}, ${'hash'}, ${'masked'}, ${'at'})
  on conflict (person) do update set phone_token = excluded.phone_token, phone_hash = excluded.phone_hash,
    phone_masked = excluded.phone_masked, confirmed_at_ms = excluded.confirmed_at_ms`

const dropPhone = query<{ person: string }>()`delete from identity.person_phone where person = ${'person'}`

const number = (value: bigint | null): number | null => (value === null ? null : Number(value))

export async function factorsOf(w: World, person: string): Promise<FactorsKept> {
  const row = await one(w, factors, { person })
  const { phone_masked: masked, phone_token: token, phone_at: phoneAt } = row
  return {
    login: row.login,
    passwordAt: number(row.password_set_at_ms),
    passkeys: row.passkeys,
    totpAt: number(row.totp_at),
    phone: masked !== null && token !== null ? { masked, token, confirmedAt: Number(phoneAt) } : null,
    recoveryLeft: row.recovery_left,
    recoveryAt: number(row.recovery_at),
  }
}

export type Login = { person: string; login: string; hash: string | null }
const toLogin = ({ person, login, password_hash }: LoginRow): Login => ({ person, login, hash: password_hash })

/** The active person who signs in by this name. */
export async function loginByName(w: World, login: string): Promise<Login | null> {
  const row = await maybe(w, byLogin, { login })
  return row && toLogin(row)
}

export async function loginOf(w: World, person: string): Promise<Login | null> {
  const row = await maybe(w, byPerson, { person })
  return row && toLogin(row)
}

/** False when the name is taken, or this person has one. */
export const saveLogin = async (i: Inside, person: string, login: string, hash: string | null): Promise<boolean> =>
  (await run(i, putLogin, { person, login, hash, at: hash === null ? null : i.now() })) === 1

export const savePassword = async (i: Inside, person: string, hash: string): Promise<boolean> =>
  (await run(i, putPassword, { person, hash, at: i.now() })) === 1

/** A new secret in place of one that was never confirmed; a confirmed one stays. */
export const saveTotp = async (i: Inside, person: string, sealed: string): Promise<boolean> =>
  (await run(i, putTotp, { person, sealed, at: i.now() })) === 1

export async function totpOf(w: World, person: string): Promise<{ sealed: string; confirmedAt: number | null } | null> {
  const row = await maybe(w, totp, { person })
  return row && { sealed: row.sealed, confirmedAt: number(row.confirmed_at_ms) }
}

/** False when this step, or a later one, was used before. */
export const takeTotpStep = async (i: Inside, person: string, step: number): Promise<boolean> =>
  (await run(i, useStep, { person, step })) === 1

export const confirmTotp = (i: Inside, person: string): Promise<number> =>
  run(i, confirmedTotp, { person, at: i.now() })

export const removeTotp = async (i: Inside, person: string): Promise<boolean> =>
  (await run(i, dropTotp, { person })) === 1

export async function replaceRecoveryCodes(i: Inside, person: string, hashes: string[]): Promise<void> {
  await run(i, dropCodes, { person })
  await run(i, putCodes, { person, hashes, at: i.now() })
}

export const spendRecoveryCode = async (i: Inside, person: string, hash: string): Promise<boolean> =>
  (await run(i, spendCode, { person, hashes: await everyVersion(i, hash), at: i.now() })) === 1

export async function savePhone(i: Inside, phone: Phone): Promise<void> {
  await run(i, putPhone, { ...phone, at: i.now() })
}

export const removePhone = async (i: Inside, person: string): Promise<boolean> =>
  (await run(i, dropPhone, { person })) === 1

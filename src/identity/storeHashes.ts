import type { HashesMoved, HashKeeper, HashSpan } from '../vault/keepers.ts'
import { many, query, run } from '../world/sql.ts'

// Every column of this module that holds a search hash, so that a new version of the vault's key reaches all of them.

type Ask = HashSpan & { most: number }
type Found = { hash: string }

const consumerPhones = query<Ask, Found>()`
  select phone_hash as hash from identity.consumer
   where phone_hash collate "C" >= ${'from'} and phone_hash collate "C" < ${'to'} and length(phone_hash) >= 64 limit ${'most'}`
const moveConsumerPhones = query<HashesMoved>()`
  update identity.consumer t set phone_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.phone_hash = m.was`
const personPhones = query<Ask, Found>()`
  select phone_hash as hash from identity.person_phone
   where phone_hash collate "C" >= ${'from'} and phone_hash collate "C" < ${'to'} and length(phone_hash) >= 64 limit ${'most'}`
const movePersonPhones = query<HashesMoved>()`
  update identity.person_phone t set phone_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.phone_hash = m.was`
const emails = query<Ask, Found>()`
  select email_hash as hash from identity.person_email
   where email_hash collate "C" >= ${'from'} and email_hash collate "C" < ${'to'} and length(email_hash) >= 64 limit ${'most'}`
const moveEmails = query<HashesMoved>()`
  update identity.person_email t set email_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.email_hash = m.was`
const invitedEmails = query<Ask, Found>()`
  select email_hash as hash from identity.invitation
   where email_hash collate "C" >= ${'from'} and email_hash collate "C" < ${'to'} and length(email_hash) >= 64 limit ${'most'}`
const moveInvitedEmails = query<HashesMoved>()`
  update identity.invitation t set email_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.email_hash = m.was`
const recoveryCodes = query<Ask, Found>()`
  select code_hash as hash from identity.recovery_code
   where code_hash collate "C" >= ${'from'} and code_hash collate "C" < ${'to'} and length(code_hash) >= 64 limit ${'most'}`
const moveRecoveryCodes = query<HashesMoved>()`
  update identity.recovery_code t set code_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.code_hash = m.was`
const codes = query<Ask, Found>()`
  select expected as hash from identity.challenge
   where expected collate "C" >= ${'from'} and expected collate "C" < ${'to'} and length(expected) >= 64 and kind = 'code' limit ${'most'}`
const moveCodes = query<HashesMoved>()`
  update identity.challenge t set expected = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.expected = m.was`
const codePhones = query<Ask, Found>()`
  select to_hash as hash from identity.challenge
   where to_hash collate "C" >= ${'from'} and to_hash collate "C" < ${'to'} and length(to_hash) >= 64 limit ${'most'}`
const moveCodePhones = query<HashesMoved>()`
  update identity.challenge t set to_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.to_hash = m.was`
const failures = query<Ask, Found>()`
  select key as hash from identity.failure
   where key collate "C" >= ${'from'} and key collate "C" < ${'to'} and length(key) >= 64 limit ${'most'}`
// Where the new one stands already, tries were counted under it since.
const dropFailures = query<HashesMoved>()`
  delete from identity.failure f using unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where f.key = m.was and exists (select from identity.failure n where n.key = m.becomes)`
const moveFailures = query<HashesMoved>()`
  update identity.failure t set key = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.key = m.was`

type Reading = Parameters<typeof many<Ask, Found>>[1]
type Moving = Parameters<typeof run<HashesMoved>>[1]
const keeper = (name: string, found: Reading, move: Moving): HashKeeper => ({
  name: `identity.${name}`,
  hashesIn: async (w, span, most) => (await many(w, found, { ...span, most })).map(({ hash }) => hash),
  move: (i, moved) => run(i, move, moved),
})

/** The columns of search hashes of this module. */
export const identityHashes: readonly HashKeeper[] = [
  keeper('consumer.phone_hash', consumerPhones, moveConsumerPhones),
  keeper('person_phone.phone_hash', personPhones, movePersonPhones),
  keeper('person_email.email_hash', emails, moveEmails),
  keeper('invitation.email_hash', invitedEmails, moveInvitedEmails),
  keeper('recovery_code.code_hash', recoveryCodes, moveRecoveryCodes),
  keeper('challenge.expected', codes, moveCodes),
  keeper('challenge.to_hash', codePhones, moveCodePhones),
  {
    ...keeper('failure.key', failures, moveFailures),
    move: async (i, moved) => (await run(i, dropFailures, moved)) + (await run(i, moveFailures, moved)),
  },
]

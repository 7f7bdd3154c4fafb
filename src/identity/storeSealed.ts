import { sealedUnder } from '../vault/keepers.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

// Every ciphertext this module keeps, by the id of its row.

type Page = { after: string; most: number }
type Replaced = { id: string; from: string; to: string }
type Under = { pattern: string }

const totps = query<Page, { id: string; sealed: string }>()`
  select person as id, sealed from identity.totp where person > ${'after'} order by person limit ${'most'}`
const replaceTotp = query<Replaced>()`
  update identity.totp set sealed = ${'to'} where person = ${'id'} and sealed = ${'from'}`
const totpUnder = query<Under, { id: string }>()`
  select person as id from identity.totp where sealed like ${'pattern'} limit 1`

const signings = query<Page, { id: string; org: string; sealed: string }>()`
  select id, org, signing_key as sealed from identity.api_key
   where signing = 'hmac' and signing_key is not null and id > ${'after'} order by id limit ${'most'}`
const replaceSigning = query<Replaced>()`
  update identity.api_key set signing_key = ${'to'} where id = ${'id'} and signing_key = ${'from'}`
const signingUnder = query<Under, { id: string }>()`
  select id from identity.api_key where signing = 'hmac' and signing_key like ${'pattern'} limit 1`

const providers = query<Page, { id: string; sealed: string }>()`
  select id, client_secret as sealed from identity.sign_on_provider
   where client_secret is not null and id > ${'after'} order by id limit ${'most'}`
const replaceProvider = query<Replaced>()`
  update identity.sign_on_provider set client_secret = ${'to'} where id = ${'id'} and client_secret = ${'from'}`
const providerUnder = query<Under, { id: string }>()`
  select id from identity.sign_on_provider where client_secret like ${'pattern'} limit 1`

export const totpsAfter = (w: World | Inside, after: string, most: number) => many(w, totps, { after, most })
export const replaceTotpSecret = async (i: Inside, id: string, from: string, to: string): Promise<boolean> =>
  (await run(i, replaceTotp, { id, from, to })) === 1
export const isTotpUnder = async (i: Inside, key: string): Promise<boolean> =>
  (await maybe(i, totpUnder, { pattern: sealedUnder(key) })) !== null

export const signingsAfter = (w: World | Inside, after: string, most: number) => many(w, signings, { after, most })
export const replaceSigningSecret = async (i: Inside, id: string, from: string, to: string): Promise<boolean> =>
  (await run(i, replaceSigning, { id, from, to })) === 1
export const isSigningUnder = async (i: Inside, key: string): Promise<boolean> =>
  (await maybe(i, signingUnder, { pattern: sealedUnder(key) })) !== null

export const providersAfter = (w: World | Inside, after: string, most: number) => many(w, providers, { after, most })
export const replaceClientSecret = async (i: Inside, id: string, from: string, to: string): Promise<boolean> =>
  (await run(i, replaceProvider, { id, from, to })) === 1
export const isProviderUnder = async (i: Inside, key: string): Promise<boolean> =>
  (await maybe(i, providerUnder, { pattern: sealedUnder(key) })) !== null

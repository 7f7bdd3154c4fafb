import { assert } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Agreement, Approval, Signature, SigningParty, Version, VersionState } from './agreement.ts'
import type { Terms } from './terms.ts'

type VersionRow = {
  agreement: Id<'agr'>
  number: number
  state: VersionState
  terms: Terms
  root: Digest
  effective_ms: bigint
  proposed_by: string
  proposed_at_ms: bigint
  contract_digest: Digest | null
  signed_at_ms: bigint | null
}

export type InForceRow = {
  agreement: Id<'agr'>
  number: number
  root: Digest
  effective_from: bigint
  effective_until: bigint | null
}

const insertAgreement = query<Agreement>()`
  insert into agreements.agreement (id, partner, wallet, created_at_ms)
  values (${'id'}, ${'partner'}, ${'wallet'}, ${'createdAt'})`

const agreementByPartner = query<{ partner: string }, { id: Id<'agr'> }>()`
  select id from agreements.agreement where partner = ${'partner'}`

const agreements = query<{ only: string | null }, Omit<Agreement, 'createdAt'> & { created_at_ms: bigint }>()`
  select id, partner, wallet, created_at_ms from agreements.agreement
   where ${'only'}::text is null or id = ${'only'} or partner = ${'only'} order by created_at_ms, id limit 200`

const lock = query<{ id: string }, { id: string }>()`select id from agreements.agreement where id = ${'id'} for update`

const insertVersion = query<{
  agreement: string
  number: number
  terms: object
  root: string
  effective: number
  by: string
  at: number
}>()`
  insert into agreements.version (agreement, number, state, terms, root, effective_ms, proposed_by, proposed_at_ms)
  values (${'agreement'}, ${'number'}, 'proposed', ${'terms'}, ${'root'}, ${'effective'}, ${'by'}, ${'at'})`

const versions = query<{ agreement: string }, VersionRow>()`
  select agreement, number, state, terms, root, effective_ms, proposed_by, proposed_at_ms, contract_digest, signed_at_ms
    from agreements.version where agreement = ${'agreement'} order by number limit 500`

const versionByNumber = query<{ agreement: string; number: number }, VersionRow>()`
  select agreement, number, state, terms, root, effective_ms, proposed_by, proposed_at_ms, contract_digest, signed_at_ms
    from agreements.version where agreement = ${'agreement'} and number = ${'number'}`

const versionByRoot = query<{ root: string }, VersionRow>()`
  select agreement, number, state, terms, root, effective_ms, proposed_by, proposed_at_ms, contract_digest, signed_at_ms
    from agreements.version where root = ${'root'} order by proposed_at_ms limit 1`

const restate = query<{ agreement: string; number: number; state: string; from: string }>()`
  update agreements.version set state = ${'state'}
   where agreement = ${'agreement'} and number = ${'number'} and state = ${'from'}`

const keepContract = query<{
  agreement: string
  number: number
  contract: Buffer
  digest: string
  state: string
  signed: number | null
}>()`
  update agreements.version set contract = ${'contract'}, contract_digest = ${'digest'}, state = ${'state'}, signed_at_ms = ${'signed'}
   where agreement = ${'agreement'} and number = ${'number'}`

const contractOf = query<{ agreement: string; number: number }, { contract: Buffer | null }>()`
  select contract from agreements.version where agreement = ${'agreement'} and number = ${'number'}`

const insertApproval = query<{ agreement: string; number: number } & Approval>()`
  insert into agreements.approval (agreement, number, party, person, by_id, root, at_ms)
  values (${'agreement'}, ${'number'}, ${'party'}, ${'person'}, ${'by'}, ${'root'}, ${'at'}) on conflict do nothing`

const approvals = query<{ agreement: string; number: number }, Omit<Approval, 'at'> & { at_ms: bigint }>()`
  select party, person, by_id as by, root, at_ms from agreements.approval
   where agreement = ${'agreement'} and number = ${'number'} order by at_ms`

const insertSignature = query<{ agreement: string; number: number } & Signature>()`
  insert into agreements.signature (agreement, number, party, person, certificate_digest, level, at_ms)
  values (${'agreement'}, ${'number'}, ${'party'}, ${'person'}, ${'certificateDigest'}, ${'level'}, ${'at'}) on conflict do nothing`

const signatures = query<
  { agreement: string; number: number },
  { party: SigningParty; person: string; certificate_digest: Digest; level: string; at_ms: bigint }
>()`
  select party, person, certificate_digest, level, at_ms from agreements.signature
   where agreement = ${'agreement'} and number = ${'number'} order by at_ms`

const governing = query<{ partner: string; at: number; knownAt: number }, InForceRow>()`
  select agreement, number, root, lower(effective) as effective_from, upper(effective) as effective_until
    from agreements.in_force
   where partner = ${'partner'} and effective @> ${'at'}::bigint and known @> ${'knownAt'}::bigint`

// What we believed until now about the time from `from` on is closed; it stays readable with an earlier "known" moment.
const closeKnown = query<{ partner: string; from: number; at: number }, InForceRow>()`
  update agreements.in_force set known = int8range(lower(known), ${'at'})
   where partner = ${'partner'} and upper_inf(known) and effective && int8range(${'from'}, null)
  returning agreement, number, root, lower(effective) as effective_from, upper(effective) as effective_until`

const openKnown = query<{
  partner: string
  agreement: string
  number: number
  root: string
  from: bigint | number
  until: bigint | number | null
  at: number
}>()`
  insert into agreements.in_force (partner, agreement, number, root, effective, known)
  values (${'partner'}, ${'agreement'}, ${'number'}, ${'root'},
          int8range(${'from'}::bigint, ${'until'}::bigint), int8range(${'at'}::bigint, null))`

const timeline = query<{ partner: string; knownAt: number }, InForceRow>()`
  select agreement, number, root, lower(effective) as effective_from, upper(effective) as effective_until
    from agreements.in_force where partner = ${'partner'} and known @> ${'knownAt'}::bigint
   order by lower(effective) limit 500`

export async function saveAgreement(i: Inside, agreement: Agreement): Promise<void> {
  await run(i, insertAgreement, agreement)
}

export async function agreementOfPartner(w: World | Inside, partner: string): Promise<Id<'agr'> | null> {
  return (await maybe(w, agreementByPartner, { partner }))?.id ?? null
}

/** At most 200 agreements; `only` narrows to one agreement or one partner. */
export async function agreementsAll(w: World, only: string | null = null): Promise<Agreement[]> {
  const rows = await many(w, agreements, { only })
  return rows.map(({ created_at_ms, ...same }) => ({ ...same, createdAt: Number(created_at_ms) }))
}

/** Serialises all that happens to one agreement. */
export async function lockAgreement(i: Inside, id: string): Promise<boolean> {
  return (await maybe(i, lock, { id })) !== null
}

export async function saveVersion(i: Inside, version: Version): Promise<void> {
  const { agreement, number, terms, root, effectiveAt: effective, proposedBy: by, proposedAt: at } = version
  await run(i, insertVersion, { agreement, number, terms, root, effective, by, at })
}

export async function versionsOf(w: World | Inside, agreement: string): Promise<Version[]> {
  return (await many(w, versions, { agreement })).map(toVersion)
}

export async function versionOf(w: World | Inside, agreement: string, number: number): Promise<Version | null> {
  const row = await maybe(w, versionByNumber, { agreement, number })
  return row && toVersion(row)
}

export async function versionOfRoot(w: World | Inside, root: string): Promise<Version | null> {
  const row = await maybe(w, versionByRoot, { root })
  return row && toVersion(row)
}

export async function saveState(i: Inside, version: Version, state: VersionState): Promise<void> {
  const { agreement, number, state: from } = version
  const changed = await run(i, restate, { agreement, number, state, from })
  assert(changed === 1, 'a version moves from the state it was read in')
}

export async function saveContract(
  i: Inside,
  version: Version,
  kept: { contract: Buffer; digest: Digest; state: VersionState; signed: Instant | null },
): Promise<void> {
  await run(i, keepContract, { agreement: version.agreement, number: version.number, ...kept })
  const { number, root } = version
  const facts = { number, terms: root, contract: kept.digest, state: kept.state }
  record(i, { act: 'agreements.sign', object: version.agreement, before: version.state, after: kept.state, facts })
}

/** The contract's bytes as they stand: unsigned never, half signed, or signed by both. */
export async function contractBytes(w: World | Inside, agreement: string, number: number): Promise<Buffer | null> {
  return (await maybe(w, contractOf, { agreement, number }))?.contract ?? null
}

export async function saveApproval(i: Inside, version: Version, approval: Approval): Promise<void> {
  await run(i, insertApproval, { agreement: version.agreement, number: version.number, ...approval })
}

export async function approvalsOf(w: World | Inside, agreement: string, number: number): Promise<Approval[]> {
  const rows = await many(w, approvals, { agreement, number })
  return rows.map(({ at_ms, ...same }) => ({ ...same, at: Number(at_ms) }))
}

export async function saveSignature(i: Inside, version: Version, signature: Signature): Promise<void> {
  await run(i, insertSignature, { agreement: version.agreement, number: version.number, ...signature })
}

export async function signaturesOf(w: World | Inside, agreement: string, number: number): Promise<Signature[]> {
  const rows = await many(w, signatures, { agreement, number })
  return rows.map(({ at_ms, certificate_digest, ...same }) => ({
    ...same,
    certificateDigest: certificate_digest,
    at: Number(at_ms),
  }))
}

/** The one row that governs `at` as it was known at `knownAt`. */
export async function governingRow(
  w: World | Inside,
  partner: string,
  at: number,
  knownAt: number,
): Promise<InForceRow | null> {
  return await maybe(w, governing, { partner, at, knownAt })
}

/** Puts a signed version in force from its moment on; what was known before stays known as of before. */
export async function saveInForce(i: Inside, partner: string, version: Version, from: Instant): Promise<void> {
  const at = i.now()
  for (const before of await many(i, closeKnown, { partner, from, at })) {
    if (before.effective_from >= BigInt(from)) continue
    const { agreement, number, root } = before
    await run(i, openKnown, { partner, agreement, number, root, from: before.effective_from, until: from, at })
  }
  const { agreement, number, root } = version
  await run(i, openKnown, { partner, agreement, number, root, from, until: null, at })
  await one(i, governing, { partner, at: from, knownAt: at })
}

/** Versions in force over all time, as known at a moment. */
export async function timelineOf(w: World, partner: string, knownAt: number): Promise<InForceRow[]> {
  return await many(w, timeline, { partner, knownAt })
}

const toVersion = (row: VersionRow): Version => ({
  agreement: row.agreement,
  number: row.number,
  state: row.state,
  terms: row.terms,
  root: row.root,
  effectiveAt: Number(row.effective_ms),
  proposedBy: row.proposed_by,
  proposedAt: Number(row.proposed_at_ms),
  contractDigest: row.contract_digest,
  signedAt: row.signed_at_ms === null ? null : Number(row.signed_at_ms),
})

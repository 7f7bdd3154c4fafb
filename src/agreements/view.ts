import { present } from '../base/assert.ts'
import { approvalBriefJson, approvalsWaiting } from '../identity/approvalView.ts'
import { partnerById } from '../partners/find.ts'
import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Agreement, SigningParty, Version } from './agreement.ts'
import { changedClauses, clauseWords } from './clauseWords.ts'
import { type Signer, signersIn } from './paper/signers.ts'
import { termOf } from './scope.ts'
import { standingOf } from './standing.ts'
import {
  agreementsAll,
  approvalsOf,
  contractBytes,
  type InForceRow,
  signaturesOf,
  timelineOf,
  versionsOf,
} from './store.ts'
import { agreementName, agreementSummary } from './summary.ts'
import type { Terms } from './terms.ts'

// What the API says of agreements.

export const standings = z.enum(['proposed', 'approved', 'signing', 'signed', 'in-force', 'superseded', 'ended'])
const named = z.strictObject({ id: z.string(), name: bothTexts })
const segments = z.array(z.strictObject({ text: z.string(), path: z.string().nullable() }))

/** A sentence in both languages, its values with the place of the terms they were printed from. */
export const sentenceJson = z.strictObject({ zh: segments, en: segments }).meta({ id: 'Sentence' })

const row = {
  id: z.string(),
  partner: named,
  name: bothTexts,
  version: z.int(),
  versions: z.int(),
  state: standings,
  digest: digestJson,
  effective: timeJson,
  until: timeJson.nullable(),
  summary: bothTexts,
}
export const agreementRowJson = z.strictObject(row).meta({ id: 'AgreementRow' })

export const agreementJson = z
  .strictObject({
    ...row,
    list: z.array(
      z.strictObject({
        version: z.int(),
        state: standings,
        digest: digestJson,
        effective: timeJson,
        recordedAt: timeJson,
        signedAt: timeJson.nullable(),
        changed: z.array(z.string()).meta({ description: 'Clauses whose digest differs from the version before' }),
      }),
    ),
  })
  .meta({ id: 'Agreement' })

export const signatureJson = z
  .strictObject({
    party: z.enum(['institution', 'wallet']),
    organisation: bothTexts,
    person: z.string(),
    title: bothTexts,
    signedAt: timeJson,
    algorithm: z.string(),
    level: z.enum(['B-B', 'B-T']),
    certificate: z.strictObject({
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      digest: digestJson,
      until: timeJson,
    }),
    valid: z.boolean(),
  })
  .meta({ id: 'Signature' })

export const versionJson = z
  .strictObject({
    agreement: z.string(),
    version: z.int(),
    digest: digestJson,
    partner: named,
    name: bothTexts,
    state: standings,
    amends: digestJson.nullable(),
    effective: timeJson,
    until: timeJson.nullable(),
    recordedAt: timeJson,
    renderer: z.string(),
    terms: z.strictObject({ schema: z.string(), clauses: z.record(z.string(), z.unknown()) }),
    clauses: z.array(
      z.strictObject({
        clause: z.string(),
        title: bothTexts,
        digest: digestJson,
        executable: z.boolean(),
        changed: z.boolean(),
        sentences: z.array(sentenceJson),
      }),
    ),
    signatures: z.array(signatureJson),
    contract: z.boolean(),
    approval: approvalBriefJson.nullable().meta({ description: 'The signing that waits for other people' }),
    may: z.array(z.enum(['approve', 'sign', 'contract'])),
  })
  .meta({ id: 'AgreementVersion' })

export type AgreementRow = z.output<typeof agreementRowJson>
type SignatureView = z.output<typeof signatureJson>

/** The row of an agreement: the version in force, else the newest. Null while nothing was proposed. */
export async function toRow(w: World, agreement: Agreement): Promise<AgreementRow | null> {
  const { versions, timeline } = await chainOf(w, agreement)
  const standing = (version: Version) => standingOf(version, timeline, w.now())
  const shown = versions.find((version) => standing(version) === 'in-force') ?? versions.at(-1)
  if (!shown) return null
  const { terms } = shown
  return {
    id: agreement.id,
    partner: await partnerOf(w, agreement),
    name: agreementName(terms),
    version: shown.number,
    versions: versions.length,
    state: standing(shown),
    digest: shown.root,
    effective: shown.effectiveAt,
    until: termOf(terms).until,
    summary: agreementSummary(terms),
  }
}

/** Rows of a partner's agreements. */
export async function rowsOfPartner(w: World, partner: string): Promise<AgreementRow[]> {
  const rows = await Promise.all((await agreementsAll(w, partner)).map((agreement) => toRow(w, agreement)))
  return rows.filter((row) => row !== null)
}

/** The whole chain of an agreement, newest version first. */
export async function toView(w: World, agreement: Agreement): Promise<z.output<typeof agreementJson>> {
  const { versions, timeline } = await chainOf(w, agreement)
  const list = versions.map((version, place) => ({
    version: version.number,
    state: standingOf(version, timeline, w.now()),
    digest: version.root,
    effective: version.effectiveAt,
    recordedAt: version.proposedAt,
    signedAt: version.signedAt,
    changed: changedClauses(version.terms, versions[place - 1]?.terms ?? null),
  }))
  return { ...present(await toRow(w, agreement), 'an agreement begins with its first version'), list: list.reverse() }
}

/** One version with its words, its signatures and what this caller may do with it now. */
export async function toVersionView(
  w: World,
  agreement: Agreement,
  version: Version,
  who: Who,
): Promise<z.output<typeof versionJson>> {
  const { versions, timeline } = await chainOf(w, agreement)
  const { terms, number, root } = version
  const before = versions.filter((one) => one.number < number).at(-1)?.terms ?? null
  const contract = await contractBytes(w, agreement.id, number)
  return {
    agreement: agreement.id,
    version: number,
    digest: root,
    partner: await partnerOf(w, agreement),
    name: agreementName(terms),
    state: standingOf(version, timeline, w.now()),
    amends: terms.amends,
    effective: version.effectiveAt,
    until: termOf(terms).until,
    recordedAt: version.proposedAt,
    renderer: terms.renderer,
    terms: { schema: terms.schema, clauses: terms.clauses },
    clauses: clauseWords(terms, before),
    signatures: contract === null ? [] : await keptSignatures(w, version, contract),
    contract: contract !== null,
    approval:
      (await approvalsWaiting(w, who, agreement.id)).find(({ object }) => object === `${agreement.id}/${number}`) ??
      null,
    may: await maysOf(w, version, who),
  }
}

/** A signature as the API shows it. `person` and `at` are what the signer stated. */
export function toSignature(
  terms: Terms,
  party: SigningParty,
  stated: { person: string; at: number },
  signer: Signer,
  valid: boolean,
): SignatureView {
  const { name, signatory } = terms.clauses.parties[party]
  const { subject, issuer, serial, digest, until, algorithm } = signer
  return {
    party,
    organisation: name,
    person: stated.person,
    title: signatory.title,
    signedAt: stated.at,
    algorithm,
    level: 'B-B',
    valid,
    certificate: { subject, issuer, serial, digest, until },
  } // prettier: one signature
}

/** The side a caller stands on. */
export const sideOf = (who: Who): SigningParty => (who.orgKind === 'partner' ? 'wallet' : 'institution')

export async function partnerOf(w: World, { partner }: Agreement): Promise<z.output<typeof named>> {
  return { id: partner, name: (await partnerById(w, partner))?.name ?? { zh: partner, en: partner } }
}

async function chainOf(w: World, { id, partner }: Agreement): Promise<{ versions: Version[]; timeline: InForceRow[] }> {
  return { versions: await versionsOf(w, id), timeline: await timelineOf(w, partner, w.now()) }
}

// What was judged when it was taken in stands under the contract's digest; here each signature is held against the bytes again.
async function keptSignatures(
  w: World,
  { agreement, number, terms }: Version,
  contract: Buffer,
): Promise<SignatureView[]> {
  const signers = signersIn(contract)
  return (await signaturesOf(w, agreement, number)).flatMap((kept) => {
    const signer = signers.find(({ digest }) => digest === kept.certificateDigest)
    return signer ? [toSignature(terms, kept.party, kept, signer, signer.holds)] : []
  })
}

async function maysOf(
  w: World,
  { agreement, number, state }: Version,
  who: Who,
): Promise<('approve' | 'sign' | 'contract')[]> {
  const side = sideOf(who)
  if (state === 'proposed' && who.permissions.has('agreements.approve')) {
    const given = await approvalsOf(w, agreement, number)
    return given.some(({ party }) => party === side) ? [] : ['approve']
  }
  if (!who.permissions.has('agreements.sign')) return []
  if (state === 'approved' && side === 'institution') {
    const hasApproved = (await approvalsOf(w, agreement, number)).some(({ by }) => by !== null && by === who.id)
    return hasApproved && who.kind === 'user' ? [] : ['sign']
  }
  return state === 'half_signed' ? ['contract'] : []
}

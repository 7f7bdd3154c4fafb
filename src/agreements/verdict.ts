import { assert } from '../base/assert.ts'
import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { inForce } from './inForce.ts'
import type { Problem, ProblemCode } from './paper/problems.ts'
import { signersIn } from './paper/signers.ts'
import type { Verdict } from './paper/verify.ts'
import { judged } from './signing.ts'
import { standingOf } from './standing.ts'
import { agreementsAll, timelineOf, versionOfRoot } from './store.ts'
import { agreementName } from './summary.ts'
import type { Text } from './terms.ts'
import { partnerOf, signatureJson, standings, toSignature } from './view.ts'

const words = z.enum(['genuine', 'altered', 'untrusted', 'incomplete', 'not-a-contract'])

export const verdictJson = z
  .strictObject({
    verdict: words,
    reason: bothTexts,
    digest: digestJson.nullable(),
    version: z
      .strictObject({
        agreement: z.string(),
        version: z.int(),
        digest: digestJson,
        partner: z.strictObject({ id: z.string(), name: bothTexts }),
        name: bothTexts,
        state: standings,
        effective: timeJson,
        inForce: z.boolean(),
      })
      .nullable(),
    checks: z.array(
      z.strictObject({ code: z.string(), passed: z.boolean(), name: bothTexts, detail: bothTexts.nullable() }),
    ),
    signatures: z.array(signatureJson),
  })
  .meta({ id: 'ContractVerdict' })

type View = z.output<typeof verdictJson>
type Word = View['verdict']

/** What a file is worth, in words: judged from its bytes, then looked up among our own versions. */
export async function verdictOn(w: World, pdf: Buffer, who: Who): Promise<View> {
  const found = await judged(w, pdf)
  const version = await versionShown(w, found, who)
  const verdict = wordFor(found.problems)
  return {
    verdict,
    reason: reasonFor(verdict, found.problems),
    digest: found.root,
    version,
    checks: checksOf(found, version !== null),
    signatures: signaturesOf(pdf, found),
  }
}

// What a problem makes of the file, and the check that found it.
const table: Record<ProblemCode, readonly [verdict: Word, check: keyof typeof checkNames]> = {
  notContract: ['not-a-contract', 'terms'],
  tooLarge: ['not-a-contract', 'terms'],
  termsBroken: ['altered', 'terms'],
  otherRenderer: ['untrusted', 'pages'],
  unprintable: ['untrusted', 'pages'],
  pageDiffers: ['altered', 'pages'],
  contentReplaced: ['altered', 'bytes'],
  foreignRevision: ['altered', 'bytes'],
  bytesAfter: ['altered', 'bytes'],
  signedTwice: ['altered', 'bytes'],
  paddingChanged: ['altered', 'bytes'],
  extraCertificate: ['altered', 'bytes'],
  cmsUnreadable: ['altered', 'signatures'],
  contentChanged: ['altered', 'signatures'],
  signatureBroken: ['altered', 'signatures'],
  otherDigest: ['altered', 'signatures'],
  signatureMissing: ['incomplete', 'signatures'],
  timeOrder: ['untrusted', 'signatures'],
  wrongParty: ['untrusted', 'signers'],
  otherCertificate: ['untrusted', 'signers'],
  otherPerson: ['untrusted', 'signers'],
  untrusted: ['untrusted', 'trust'],
  certificatePeriod: ['untrusted', 'trust'],
}

const checkNames = {
  terms: { zh: '文件内嵌的条款可读且规范', en: 'The terms in the file can be read and are canonical' },
  pages: { zh: '页面文字与内嵌条款逐字节一致', en: 'The pages say byte for byte what the embedded terms say' },
  bytes: { zh: '签名之外没有增加或改动任何字节', en: 'No byte was added or changed beside the signatures' },
  signatures: { zh: '双方的签名齐全且有效', en: 'Both parties’ signatures are there and verify' },
  signers: { zh: '签署人与证书是条款写明的', en: 'Signatories and certificates are those the terms name' },
  trust: { zh: '证书链到达受信任的根，签署时有效', en: 'Chains end in a trusted root and were valid when signed' },
  known: { zh: '是本机构保存的协议版本', en: 'It is a version of an agreement that we hold' },
} as const satisfies Record<string, Text>

const gravest: readonly Word[] = ['not-a-contract', 'altered', 'untrusted', 'incomplete']

const wordFor = (problems: readonly Problem[]): Word =>
  gravest.find((word) => problems.some(({ code }) => table[code][0] === word)) ?? 'genuine'

function reasonFor(verdict: Word, problems: readonly Problem[]): Text {
  if (verdict === 'genuine') {
    return { zh: '条款、页面与双方签名完全一致', en: 'terms, pages and both signatures agree in full' }
  }
  const first = problems.find(({ code }) => table[code][0] === verdict)
  assert(first, 'a verdict has its reason')
  return { zh: first.zh, en: first.en }
}

function checksOf({ terms, problems }: Verdict, isKnown: boolean): View['checks'] {
  // Without readable terms there is nothing to hold the rest against.
  const codes =
    terms === null
      ? (['terms'] as const)
      : (['terms', 'pages', 'bytes', 'signatures', 'signers', 'trust', 'known'] as const)
  return codes.map((code) => {
    if (code === 'known') return { code, passed: isKnown, name: checkNames[code], detail: null }
    const against = problems.find((problem) => table[problem.code][1] === code)
    return {
      code,
      passed: against === undefined,
      name: checkNames[code],
      detail: against ? { zh: against.zh, en: against.en } : null,
    }
  })
}

function signaturesOf(pdf: Buffer, { terms, signatures }: Verdict): View['signatures'] {
  if (terms === null) return []
  const signers = signersIn(pdf)
  return signatures.flatMap((seen) => {
    const signer = signers.find(({ digest }) => digest === seen.certificateDigest)
    return signer ? [toSignature(terms, seen.party, seen, signer, signer.holds && seen.anchor !== null)] : []
  })
}

// A partner learns nothing of others' agreements, not even that they exist.
async function versionShown(w: World, { root }: Verdict, who: Who): Promise<View['version']> {
  const version = root === null ? null : await versionOfRoot(w, root)
  const agreement = version && (await agreementsAll(w, version.agreement))[0]
  if (!version || !agreement || (who.orgKind === 'partner' && agreement.partner !== who.org)) return null
  const governs = await inForce(w, agreement.partner, w.now())
  return {
    agreement: agreement.id,
    version: version.number,
    digest: version.root,
    partner: await partnerOf(w, agreement),
    name: agreementName(version.terms),
    state: standingOf(version, await timelineOf(w, agreement.partner, w.now()), w.now()),
    effective: version.effectiveAt,
    inForce: governs?.root === version.root,
  }
}

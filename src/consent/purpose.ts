import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'

type Both = { zh: string; en: string }

/** The ground personal data are used on (个人信息保护法 13; GDPR 6). */
export type Basis = 'consent' | 'contract' | 'law'

/** One kind of personal data a purpose touches. */
export type Scope = { id: string; name: Both }

/** What personal data may be used for. */
export type Purpose = {
  id: string
  name: Both
  /** Why it is necessary and what it means for the person (个人信息保护法 30). */
  why: Both
  basis: Basis
  scopes: Scope[]
  /** Asked for alone, never together with others. */
  separate: boolean
  sensitive: boolean
  /** Only a written consent counts (征信业管理条例 18). */
  written: boolean
  /** Data leave for a named recipient. */
  shares: boolean
  /** A recipient needs a licence for personal credit reporting. */
  credit: boolean
  /** Automated recommendation: a person may switch it off whatever it rests on (个人信息保护法 24). */
  recommends: boolean
  /** Data leave the country (个人信息保护法 38, 39, 55). */
  abroad: boolean
  /** Days a new text is public before it takes effect. */
  noticeDays: number
  /** How long a consent lasts; null until it is withdrawn. */
  lastsDays: number | null
  /** Rule of the retention engine its data fall under. */
  keep: string
  active: boolean
}

/** The words a person reads before consenting. They never change. */
export type ConsentText = Both & {
  digest: Digest
  purpose: string
  version: number
  effectiveAt: number
  publishedAt: number
}

/** What a consent to this purpose was a consent to: when it changes, those given before count no more. */
export const purposeDigest = ({ id, name, why, basis, scopes, written, shares, credit, abroad }: Purpose): Digest => {
  const told = { covenant: 'purpose/1', id, name, why, basis, scopes, written, shares, credit }
  // Named only where it is so: the digests of before stay what they were.
  return digestOf(canonical(abroad ? { ...told, abroad } : told))
}

/** Names a text by what it says. */
export const textDigest = (purpose: string, version: number, { zh, en }: Both): Digest =>
  digestOf(canonical({ covenant: 'consent-text/1', purpose, version, zh, en }))

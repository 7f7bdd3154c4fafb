import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'

type Both = { zh: string; en: string }

/** What a person is told of a recipient: the five fields of 个人信息保护法 23 (the purpose stands in `purpose`). */
export type RecipientTerms = {
  contact: string
  purpose: Both
  method: Both
  /** Ids of the scopes it may receive. */
  categories: string[]
  /** What 非银行支付机构监督管理条例 32 adds for affiliates. */
  affiliate: { term: Both; protection: Both; contract: string } | null
}

/** Somebody outside who receives personal data. */
export type Recipient = {
  id: string
  name: Both
  terms: RecipientTerms
  /** Number of the licence for personal credit reporting, when it has one. */
  licence: string | null
  active: boolean
}

/** Names what was announced: another contact, purpose, method or category voids what was agreed to. */
export const recipientDigest = ({ id, name, terms }: Recipient): Digest =>
  digestOf(canonical({ covenant: 'recipient/1', id, name, terms }))

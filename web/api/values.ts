// The values every answer of the API is made of.

/** ISO 4217 code, `CNY`. */
export type Currency = string
/** Minor units as digits, `{"currency":"CNY","minor":"1999"}` is ¥19.99; may start with `-`. Never a number. */
export type Money = { currency: Currency; minor: string }
/** RFC 3339 in UTC with milliseconds. */
export type Time = string
/** A calendar day of the agreement's zone, `2026-11-24`. */
export type Day = string
/** The same statement in both languages. */
export type Text = { zh: string; en: string }
/** A page of a list: `next` is the cursor of the following page, null at the end. `limit` ≤ 100 everywhere. */
export type List<Item> = { items: Item[]; next: string | null }
/** JSON pointer into the terms, `/clauses/fees/rules/0`. */
export type Pointer = string
/** SHA-256 as 64 hex digits (src/base/digest.ts). */
export type Digest = string
/** Integer parts per million. */
export type Ppm = number
/** A thing that has a page: its id and the name to show for it. */
export type Named = { id: string; name: Text }
/** Which signed version stands behind something. */
export type VersionRef = { agreement: string; version: number; digest: Digest }

/** A piece of a sentence: fixed text, or a value printed from the terms with the pointer it was printed from. */
export type Segment = { text: string; path: Pointer | null }
export type Sentence = { zh: Segment[]; en: Segment[] }

/** RFC 9457 problem, `application/problem+json`: every refusal of every route. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  zh: string
  en: string
  party: 'payer' | 'merchant' | 'wallet' | 'us' | 'scheme' | 'regulator'
  retry: 'never' | 'same_key' | 'after' | 'after_fix' | 'other_method'
  money: 'none_moved' | 'may_have_moved' | 'moved'
  request_id: string
  /** JSON pointer of the body member at fault, or the clause that refused. */
  at?: string
  /** With identity.step_up_needed: what has to be confirmed once more (POST /v1/step-ups). */
  confirm?: { act: string; bound: string }
}

import type { Instant } from '../base/time.ts'

type Both = { zh: string; en: string }

/** One kind of data in a deletion: it goes now, or stays because a law says so. */
export type PlanItem = {
  rule: string
  data: Both
  count: number
  does: 'erase' | 'keep'
  /** Why it stays; null for what goes. */
  law: Both | null
  /** From when it may go; null for what goes now, or when the period has not begun to run. */
  until: Instant | null
}

/** What a deletion would do, item by item (个人信息保护法 47: what must stay is only stored and secured). */
export type Plan = { items: PlanItem[] }

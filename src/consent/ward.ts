import { addDays, type Day } from '../base/time.ts'

/** The zone a person's age is counted in. */
export const ageZone = 'Asia/Shanghai'
const guardedYears = 14 // 个人信息保护法 31: 不满十四周岁

/** A person under 14 and who answers for her. No birthday is kept, only the last day on which she needs a guardian. */
export type Ward = { subject: string; guardian: string; relation: 'parent' | 'guardian'; lastDay: Day }

/**
 * The last day on which somebody born on `born` needs a guardian: her 14th birthday itself. 周岁 counts from the day after the
 * birthday (法释〔2006〕1号 2, made for criminal law; taken here because it is the careful reading). Born on 29 February counts
 * as the last of February.
 */
export function guardedUntil(born: Day): Day {
  return Temporal.PlainDate.from(born).add({ years: guardedYears }).toString() as Day
}

/** Needs a guardian on this day. */
export const isGuarded = (born: Day, today: Day): boolean => today < addDays(guardedUntil(born), 1)

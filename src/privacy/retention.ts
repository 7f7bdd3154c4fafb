import { addDays, type Day, dayOf, type Instant, startOfDay } from '../base/time.ts'

type Both = { zh: string; en: string }

/** The zone the days of retention are counted in. */
export const retentionZone = 'Asia/Shanghai'

/** How long one kind of data is kept. `S` is read in the law itself, `M` is a measure we chose or took from practice. */
export type RetentionRule = {
  id: string
  data: Both
  keep: { years?: number; months?: number; days?: number }
  /** What the period starts at. */
  from: Both
  law: Both
  confidence: 'S' | 'M'
  /** What happens then. */
  does: Both
}

/** Every rule of retention. One table: engine, privacy centre and console read it. */
export const retentionRules: readonly RetentionRule[] = [
  {
    id: 'transactions',
    data: { zh: '交易记录', en: 'Transactions' },
    keep: { years: 10 },
    from: { zh: '交易结束', en: 'the end of the transaction' },
    law: { zh: '反洗钱法（2024）第三十四条', en: 'Anti-Money Laundering Law (2024) art. 34' },
    confidence: 'S',
    does: { zh: '去除付款人标识，账务留存', en: 'the payer is taken out; the books stay' },
  },
  {
    id: 'identity',
    data: { zh: '身份资料', en: 'Identity data' },
    keep: { years: 10 },
    from: { zh: '业务关系结束', en: 'the end of the relation' },
    law: { zh: '反洗钱法（2024）第三十四条', en: 'Anti-Money Laundering Law (2024) art. 34' },
    confidence: 'S',
    does: { zh: '销毁密钥，全部密文不可读', en: 'keys destroyed; every ciphertext unreadable' },
  },
  {
    id: 'credit-negative',
    data: { zh: '不良信用信息', en: 'Negative credit data' },
    keep: { years: 5 },
    from: { zh: '不良行为或事件终止', en: 'the end of the negative event' },
    law: { zh: '征信业管理条例第十六条', en: 'Credit Reporting Regulation art. 16' },
    confidence: 'S',
    does: { zh: '删除', en: 'deleted' },
  },
  {
    id: 'sign-ins',
    data: { zh: '登录与设备记录', en: 'Sign-ins and devices' },
    keep: { months: 12 },
    from: { zh: '会话结束', en: 'the end of the session' },
    law: {
      zh: 'PCI DSS 4.0 第 10.5.1 条；网络安全法第二十一条（不少于六个月）',
      en: 'PCI DSS 4.0 10.5.1; Cybersecurity Law art. 21 (at least six months)',
    },
    confidence: 'S',
    does: { zh: '删除', en: 'deleted' },
  },
  {
    id: 'consents',
    data: { zh: '授权的取证信息', en: 'Evidence of consents' },
    keep: { years: 3 },
    from: { zh: '授权结束', en: 'the end of the consent' },
    law: {
      zh: '民法典第一百八十八条（诉讼时效）',
      en: 'Civil Code art. 188 (limitation)',
    },
    confidence: 'M',
    does: {
      zh: '删除会话、密钥与地址，回执摘要留存',
      en: 'session, passkey and address deleted; the receipt’s digest stays',
    },
  },
  {
    id: 'assessments',
    data: { zh: '个人信息保护影响评估', en: 'Impact assessments' },
    keep: { years: 3 },
    from: { zh: '被新的评估取代', en: 'another taking its place' },
    law: { zh: '个人信息保护法第五十六条（至少三年）', en: 'PIPL art. 56 (at least three years)' },
    confidence: 'S',
    does: { zh: '删除，留存摘要', en: 'deleted; its digest stays in the log' },
  },
  {
    id: 'requests',
    data: { zh: '个人信息请求的内容与答复', en: 'Words of privacy requests and answers' },
    keep: { years: 3 },
    from: { zh: '请求办结', en: 'the end of the request' },
    law: { zh: '民法典第一百八十八条（诉讼时效）', en: 'Civil Code art. 188 (limitation)' },
    confidence: 'M',
    does: { zh: '删除内容与答复，办理经过留存', en: 'words and answer deleted; what was done stays' },
  },
  {
    id: 'guardians',
    data: { zh: '未确认的监护登记', en: 'Registrations of guardians that came to nothing' },
    keep: { months: 6 },
    from: { zh: '拒绝或撤回', en: 'being refused or taken back' },
    law: { zh: '个人信息保护法第十九条（最短必要期限）', en: 'PIPL art. 19 (no longer than necessary)' },
    confidence: 'M',
    does: { zh: '删除', en: 'deleted' },
  },
  {
    id: 'codes',
    data: { zh: '验证码与签名挑战', en: 'One-time codes and challenges' },
    keep: { days: 1 },
    from: { zh: '失效', en: 'their expiry' },
    law: { zh: '个人信息保护法第十九条（最短必要期限）', en: 'PIPL art. 19 (no longer than necessary)' },
    confidence: 'M',
    does: { zh: '删除', en: 'deleted' },
  },
  {
    id: 'messages',
    data: { zh: '沙箱收件箱里的短信', en: 'Messages in the sandbox inbox' },
    keep: { days: 7 },
    from: { zh: '发送', en: 'being sent' },
    law: { zh: '个人信息保护法第十九条（最短必要期限）', en: 'PIPL art. 19 (no longer than necessary)' },
    confidence: 'M',
    does: { zh: '删除', en: 'deleted' },
  },
  {
    id: 'habits',
    data: { zh: '推荐用的习惯标签', en: 'Habit tags for recommendation' },
    keep: { days: 0 },
    from: { zh: '关闭推荐', en: 'recommendation being switched off' },
    law: { zh: '个人信息保护法第二十四条', en: 'PIPL art. 24' },
    confidence: 'S',
    does: { zh: '删除标签', en: 'tags deleted' },
  },
]

/** The last day data are kept whose period began on `day`. */
const lastDay = (day: Day, { keep }: RetentionRule): Day => Temporal.PlainDate.from(day).add(keep).toString() as Day

/** The first moment at which data may go whose period began at `endedAt`: the day after the last day, at midnight. */
export const keptUntil = (endedAt: Instant, rule: RetentionRule): Instant =>
  startOfDay(addDays(lastDay(dayOf(endedAt, retentionZone), rule), 1), retentionZone)

/** Data may go at `now` exactly when their period began before this moment. */
export function goneBefore(now: Instant, rule: RetentionRule): Instant {
  const today = dayOf(now, retentionZone)
  let first = Temporal.PlainDate.from(today).subtract(rule.keep).toString() as Day
  // Months differ in length, so going back and forth again may miss by some days.
  while (lastDay(first, rule) < today) first = addDays(first, 1)
  while (lastDay(addDays(first, -1), rule) >= today) first = addDays(first, -1)
  return startOfDay(first, retentionZone)
}

/** The rule of this name; the catalogue of purposes may name one that is not here yet. */
export const retentionRule = (id: string): RetentionRule | null => retentionRules.find((rule) => rule.id === id) ?? null

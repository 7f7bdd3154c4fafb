import type { Verdict } from './scope.ts'

/** What is wrong with a line of a price list; line 1 is the header. */
export type LineProblem = { line: number; column: string | null; code: LineCode; zh: string; en: string }
export type LineCode = keyof typeof texts

const texts = {
  csv_broken: ['引号没有配对', 'a quote is not closed or stands where it may not'],
  empty: ['没有任何支付', 'there is no payment in the list'],
  too_long: ['至多 {most} 行', 'at most {most} lines are priced at once'],
  header: ['表头应为 {expected}（of 可省略）', 'the header should be {expected} (of may be left out)'],
  cells: ['应有 {expected} 列，实有 {found} 列', 'there should be {expected} cells, not {found}'],
  id: ['编号应为 1 至 64 个可见字符', 'an id is 1 to 64 visible characters'],
  id_twice: ['编号 {id} 已在第 {other} 行出现', 'the id {id} already stands on line {other}'],
  at: ['时间应为 RFC 3339，如 2026-11-24T09:30:00+08:00', 'a moment is RFC 3339, such as 2026-11-24T09:30:00+08:00'],
  not_in_force: ['该时间协议不在有效期内', 'the agreement is not in force at that moment'],
  choice: ['“{found}” 应为以下之一：{choices}', '"{found}" should be one of: {choices}'],
  amount: [
    '金额应为大于 0、至多 {most} 的 {currency} 小数，如 {example}',
    'an amount is a {currency} decimal above 0 and at most {most}, such as {example}',
  ],
  not_allowed: ['{zh}（{path}）', '{en} ({path})'],
  over_limit: ['超出单笔限额 {max}（{path}）', 'over the limit of {max} a payment ({path})'],
  of_missing: ['退款须在 of 列写明所退支付的编号', 'a refund names the payment it refunds in the column of'],
  of_payment: ['支付行的 of 列应为空', 'the column of is empty on a payment'],
  of_unknown: ['上文没有编号为 {id} 的支付', 'no payment {id} stands above'],
  of_earlier: ['退款不得早于支付', 'a refund is not earlier than its payment'],
  of_differs: ['须与所退支付相同：{expected}', 'this should be as on the refunded payment: {expected}'],
} as const satisfies Record<string, readonly [zh: string, en: string]>

export function lineProblem(
  line: number,
  column: string | null,
  code: LineCode,
  values: Record<string, string | number> = {},
): LineProblem {
  const [zh, en] = texts[code]
  return { line, column, code, zh: filled(zh, values), en: filled(en, values) }
}

/** The agreement's own no, at a line of the list. */
export const refusedLine = (
  line: number,
  column: string,
  { zh, en, path }: Extract<Verdict, { allowed: false }>,
): LineProblem => lineProblem(line, column, 'not_allowed', { zh, en, path })

const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))

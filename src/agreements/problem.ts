import { assert } from '../base/assert.ts'

/** What is wrong with terms, and where. */
export type Problem = { at: string /* RFC 6901 JSON pointer */; code: ProblemCode; zh: string; en: string }
export type ProblemCode = keyof typeof texts

// Every way in which terms can be wrong, in both languages. `{name}` is filled from the values.
const texts = {
  // shape
  missing: ['缺少此项', 'this member is missing'],
  unknown_member: ['协议条款中没有此项', 'no such member exists in the terms'],
  wrong_type: ['类型不对', 'this has the wrong type'],
  not_text: ['应为文字', 'this should be text'],
  not_list: ['应为列表', 'this should be a list'],
  not_whole: ['应为整数', 'this should be a whole number'],
  not_yes_or_no: ['应为 true 或 false', 'this should be true or false'],
  unknown_choice: ['应为以下之一：{choices}', 'this should be one of: {choices}'],
  too_small: ['不得小于 {bound}', 'this should be at least {bound}'],
  too_large: ['不得大于 {bound}', 'this should be at most {bound}'],
  too_few: ['至少 {bound} 项', 'at least {bound} members are needed'],
  too_many: ['至多 {bound} 项', 'at most {bound} members are allowed'],
  empty: ['不得为空', 'this may not be empty'],
  too_long: ['至多 {bound} 个字符', 'at most {bound} characters are allowed'],
  unclean_text: [
    '文字首尾不得有空格，不得含控制字符或不可见字符',
    'text may not begin or end with a blank nor hold control or invisible characters',
  ],
  amount_format: [
    '金额应为最小货币单位的数字串，如 "1999"，至多 18 位，无符号、小数点和前导零',
    'an amount is digits of minor units such as "1999", at most 18, without sign, point or leading zero',
  ],
  name_format: [
    '名称应以小写字母开头，只含小写字母、数字和连字符，至多 40 个字符',
    'a name begins with a lower-case letter and holds lower-case letters, digits and hyphens, at most 40',
  ],
  region_format: ['地区应为 ISO 3166 代码，如 CN 或 CN-31', 'a region is an ISO 3166 code such as CN or CN-31'],
  registration_format: [
    '登记号应为 4 至 40 位字母、数字或连字符',
    'a registration is 4 to 40 letters, digits or hyphens',
  ],
  time_format: ['时刻应为 HH:MM', 'a time of day is HH:MM'],
  day_format: ['日期应为真实存在的 YYYY-MM-DD', 'a day is a real YYYY-MM-DD'],
  moment_format: ['时间应为 RFC 3339', 'a moment is RFC 3339, such as 2026-07-01T00:00:00+08:00'],
  zone_unknown: ['应为 IANA 时区名，如 Asia/Shanghai', 'a zone is an IANA name such as Asia/Shanghai'],
  digest_format: ['应为 64 位小写十六进制摘要', 'a digest is 64 lower-case hexadecimal digits'],
  agreement_id_format: ['协议编号应为 agr_ 加 26 位', 'an agreement id is agr_ and 26 characters'],
  moment_range: ['日期应在 2000 年至 2199 年之间', 'the moment lies between the years 2000 and 2199'],
  // meaning
  amends_missing: [
    '第 {version} 版须写明所修订版本的摘要',
    'version {version} must name the digest of the version it amends',
  ],
  amends_first: ['第 1 版不修订任何版本，此项应为 null', 'version 1 amends nothing: this should be null'],
  parties_same: ['双方登记号不得相同', 'the two parties may not have one registration'],
  double_id: ['名称 {id} 已被使用', 'the name {id} is already used'],
  product_out_of_scope: ['产品 {product} 不在合作范围内', 'product {product} is not in scope'],
  currency_out_of_scope: ['币种 {currency} 不在合作范围内', 'currency {currency} is not in scope'],
  mode_missing: ['合作模式中没有 {mode}，不得有此内容', 'this needs the cooperation mode {mode} in scope'],
  fee_direction: [
    '费用只能由商户付给支付机构，或由支付机构付给钱包',
    'a fee goes from merchant to institution or from institution to wallet',
  ],
  fee_unpriced: ['{product} / {currency} 没有商户手续费规则', 'no merchant fee prices {product} in {currency}'],
  fee_ambiguous: [
    '{product} / {currency} 已由 /clauses/fees/rules/{other} 定价，同一付款方向只能有一条规则',
    '/clauses/fees/rules/{other} already prices {product} in {currency} between the same parties',
  ],
  tiers_not_rising: ['档位上限必须逐档严格升高', 'the upper bounds of tiers must strictly rise'],
  tiers_not_open: ['最后一档不设上限（null）', 'the last tier must be open: null'],
  tiers_open_early: ['只有最后一档可以不设上限', 'only the last tier may be open'],
  tiers_empty: ['档位上限必须大于 0', 'the upper bound of a tier is more than 0'],
  cap_below_floor: ['封顶不得低于保底', 'the cap may not be below the floor'],
  rates_above_whole: ['成本与加成合计须低于 100%', 'cost and mark-up together must stay below 100%'],
  commitment_rule_unknown: ['没有名为 {rule} 的费用规则', 'no fee rule is called {rule}'],
  commitment_mixed: [
    '同一承诺下的规则须同币种、同付款方向',
    'the rules of one commitment share currency, payer and payee',
  ],
  shares_not_whole: ['各方份额合计为 {sum}，应为 1000000 ppm', 'the shares sum to {sum}, not to 1000000 ppm'],
  share_twice: ['{party} 出现多次', '{party} appears more than once'],
  risk_default_missing: ['最后一行须为 *、* 的兜底规则', 'the last row must be the default: *, *'],
  risk_unreachable: ['此行永远不会被用到：前面的行已全部覆盖', 'this row is never reached: earlier rows cover it'],
  cap_to_itself: ['超出部分不得归于同一方或另一封顶方', 'what is above a cap may not go to a capped party'],
  cut_off_end: ['日终请写 00:00', 'the end of the day is written 00:00'],
  day_both: ['{day} 不能既是假日又是工作日', '{day} cannot be both a holiday and a working day'],
  window_empty: ['起止时间须先后有别', 'a window begins before it ends'],
  windows_overlap: ['服务时段须先后排列且不重叠', 'windows follow one another without overlap'],
  ladder_falling: ['查询间隔不得缩短', 'the waits between inquiries never fall'],
  limit_empty: ['至少须有一项限额', 'at least one limit is needed'],
  limits_not_nested: [
    '单笔限额不得高于日限额，日限额不得高于月限额',
    'a payment limit may not pass the day limit, nor that the month limit',
  ],
  trigger_empty: ['至少须有金额或比率之一', 'an amount or a ratio is needed'],
  bands_not_falling: ['各档下限必须逐档严格降低', 'the lower bounds of bands must strictly fall'],
  bands_not_total: ['最后一档下限应为 0', 'the last band begins at 0'],
  bands_credit_first: ['最好一档不减免，应为 0', 'the best band credits nothing: 0'],
  bands_credit_not_rising: ['服务越差，减免须越多', 'a worse band must credit more'],
  campaign_days: ['结束日不得早于开始日', 'the last day may not be before the first'],
  campaign_caps: ['单笔与单人优惠不得高于预算', 'caps per payment and per payer may not pass the budget'],
} as const satisfies Record<string, readonly [zh: string, en: string]>

/** True when a zod message is one of our codes. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(texts, code)

/** A problem at a JSON pointer or at the steps of one. */
export function problem(
  at: string | readonly (string | number)[],
  code: ProblemCode,
  values: Record<string, string | number> = {},
): Problem {
  const [zh, en] = texts[code]
  return { at: typeof at === 'string' ? at : pointer(at), code, zh: filled(zh, values), en: filled(en, values) }
}

/** Steps as an RFC 6901 pointer: ['clauses', 'a/b', 0] → "/clauses/a~1b/0". */
const pointer = (steps: readonly PropertyKey[]): string =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function filled(text: string, values: Record<string, string | number>): string {
  const done = text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))
  assert(!/\{\w+\}/.test(done), `every hole of "${text}" is filled`)
  return done
}

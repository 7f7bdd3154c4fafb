import { sampleTerms } from '../agreements/sample.ts'
import type { Clauses, Terms } from '../agreements/terms.ts'
import type { Digest } from '../base/digest.ts'
import { type Id, newId } from '../base/id.ts'
import { seededRandom } from '../base/random.ts'
import { type Instant, toRfc3339 } from '../base/time.ts'

/** The first agreement with Alipay, in force from a moment. */
export function alipayTerms(effective: Instant): Terms {
  return sampleTerms({ agreement: agreementId('alipay', effective), clauses: { term: termFrom(effective) } })
}

/** Its amendment: a lower channel fee for volume, a larger share for the wallet. Everything else stays as it was. */
export function amendedTerms(before: Terms, amends: Digest, effective: Instant): Terms {
  const fees: Clauses['fees'] = {
    ...before.clauses.fees,
    rules: before.clauses.fees.rules.map((rule) =>
      rule.price.kind === 'graduated'
        ? {
            ...rule,
            price: {
              kind: 'graduated',
              tiers: [
                { upTo: '3000000', ratePpm: 2_400 },
                { upTo: '300000000', ratePpm: 2_000 },
                { upTo: null, ratePpm: 1_800 },
              ],
            },
          }
        : rule,
    ),
  }
  const revenueShare: Clauses['revenueShare'] = {
    ...before.clauses.revenueShare,
    shares: [
      { party: 'institution', ppm: 650_000 },
      { party: 'wallet', ppm: 350_000 },
    ],
  }
  return {
    ...before,
    version: before.version + 1,
    amends,
    clauses: { ...before.clauses, fees, revenueShare, term: termFrom(effective) },
  }
}

type Side = {
  name: { zh: string; en: string }
  registration: string
  address: { zh: string; en: string }
  signatory: { name: string; title: { zh: string; en: string } }
}

/** An agreement with another wallet, on the sample's clauses with its own party and prices. */
export function termsWith(wallet: string, effective: Instant, side: Side, changes: Partial<Clauses>): Terms {
  const sample = sampleTerms()
  const parties: Clauses['parties'] = { ...sample.clauses.parties, wallet: { ...side, certificate: null } }
  return sampleTerms({
    agreement: agreementId(wallet, effective),
    clauses: { parties, term: termFrom(effective), ...changes },
  })
}

// The same id on every try to make the demo world, so that an interrupted start goes on with the same agreement.
const agreementId = (wallet: string, at: Instant): Id<'agr'> =>
  newId('agr', at, seededRandom([...wallet].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 2 ** 31))

const termFrom = (effective: Instant): Clauses['term'] => ({
  effective: toRfc3339(effective),
  months: 24,
  renewal: 'automatic',
  noticeDays: 90,
  windDownDays: 180,
})

/** Who signs for WeChat Pay, AlipayHK and QuickPass in the demo world; people and addresses are invented. */
export const walletParties: Record<'wechatpay' | 'alipayhk' | 'quickpass', Side> = {
  wechatpay: {
    name: { zh: '财付通支付科技有限公司', en: 'Tenpay Payment Technology Co., Ltd.' },
    registration: '91440300793881226P',
    address: { zh: '深圳市南山区科技中一路', en: 'Keji Middle 1st Road, Nanshan District, Shenzhen' },
    signatory: { name: '林向东', title: { zh: '合作总监', en: 'Director of Partnerships' } },
  },
  alipayhk: {
    name: { zh: '支付宝支付服务（香港）有限公司', en: 'Alipay Payment Services (HK) Limited' },
    registration: 'CR-2399741',
    address: { zh: '香港铜锣湾时代广场', en: 'Times Square, Causeway Bay, Hong Kong' },
    signatory: { name: '何嘉敏', title: { zh: '首席执行官', en: 'Chief Executive' } },
  },
  quickpass: {
    name: { zh: '中国银联股份有限公司', en: 'China UnionPay Co., Ltd.' },
    registration: '91310000736239890T',
    address: { zh: '上海市浦东新区含笑路', en: 'Hanxiao Road, Pudong New Area, Shanghai' },
    signatory: { name: '周启明', title: { zh: '业务部总经理', en: 'Head of Business' } },
  },
}

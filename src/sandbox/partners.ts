import type { Id } from '../base/id.ts'
import { dayMs, hourMs, type Instant, minuteMs } from '../base/time.ts'
import { enterPartner, type NewPartner } from '../partners/enter.ts'
import { movePartner } from '../partners/move.ts'
import type { Stage, StageMove, Text } from '../partners/partner.ts'
import type { Inside } from '../world/world.ts'

type Row = NewPartner & { until: Stage }

const row = (
  wallet: string,
  name: Text,
  legalName: Text,
  registration: string,
  until: Stage,
  region: string,
  sharePpm: number | null,
  note: Text,
): Row => ({ wallet, name, legalName, registration, until, region, sharePpm, note })

// Eight wallets at different stages. Brands are real so that people know what they look at; numbers and notes are invented.
const rows: Row[] = [
  row(
    'alipay',
    { zh: '支付宝', en: 'Alipay' },
    { zh: '支付宝（中国）网络技术有限公司', en: 'Alipay (China) Network Technology Co., Ltd.' },
    '91310115768203300D',
    'live',
    'CN',
    486_000,
    { zh: '首个上线的钱包，覆盖全部门店', en: 'The first wallet to go live, in every store' },
  ),
  row(
    'wechatpay',
    { zh: '微信支付', en: 'WeChat Pay' },
    { zh: '财付通支付科技有限公司', en: 'Tenpay Payment Technology Co., Ltd.' },
    '91440300793881226P',
    'integrating',
    'CN',
    391_000,
    { zh: '认证测试进行中', en: 'Certification is under way' },
  ),
  row(
    'quickpass',
    { zh: '云闪付', en: 'QuickPass' },
    { zh: '中国银联股份有限公司', en: 'China UnionPay Co., Ltd.' },
    '91310000736239890T',
    'negotiating',
    'CN',
    62_000,
    { zh: '第三轮谈判：结算周期与分成', en: 'Third round: settlement cycle and revenue share' },
  ),
  row(
    'jdpay',
    { zh: '京东支付', en: 'JD Pay' },
    { zh: '网银在线（北京）科技有限公司', en: 'Chinabank Payments (Beijing) Technology Co., Ltd.' },
    '91110108748101637P',
    'evaluated',
    'CN',
    31_000,
    { zh: '评分完成，等待立项', en: 'Scored, waiting for a decision' },
  ),
  row(
    'douyinpay',
    { zh: '抖音支付', en: 'Douyin Pay' },
    { zh: '武汉合众易宝科技有限公司', en: 'Wuhan Hezhong Yibao Technology Co., Ltd.' },
    '91420100568376263W',
    'researching',
    'CN',
    24_000,
    { zh: '调研用户习惯与客单价', en: 'Researching habits and ticket size' },
  ),
  row(
    'alipayhk',
    { zh: '支付宝香港', en: 'AlipayHK' },
    { zh: '支付宝支付服务（香港）有限公司', en: 'Alipay Payment Services (HK) Limited' },
    'CR-2399741',
    'signing',
    'HK',
    null,
    { zh: '跨境到店场景，等待对方签署', en: 'Cross-border in store, waiting for their signature' },
  ),
  row(
    'paypal',
    { zh: 'PayPal', en: 'PayPal' },
    { zh: '贝宝支付（中国）', en: 'PayPal Payments (China)' },
    '91310115MA1K3G2X7D',
    'contacted',
    'CN',
    null,
    { zh: '初步沟通：跨境电商收款', en: 'First contact: cross-border merchants' },
  ),
  row(
    'grabpay',
    { zh: 'GrabPay', en: 'GrabPay' },
    { zh: 'Grab 金融集团', en: 'Grab Financial Group' },
    '201617166W',
    'suspended',
    'SG',
    null,
    { zh: '牌照更新期间暂停', en: 'Suspended while a licence is renewed' },
  ),
]

// The way every wallet takes; each walks it as far as its row says.
const way: readonly [StageMove, Stage, Text][] = [
  ['contact', 'contacted', { zh: '双方初次会面，交换资料', en: 'first meeting, papers exchanged' }],
  ['research', 'researching', { zh: '启动市场调研', en: 'market research begun' }],
  ['evaluate', 'evaluated', { zh: '五项因素评分完成', en: 'scored on the five factors' }],
  ['negotiate', 'negotiating', { zh: '进入条款谈判', en: 'terms are being negotiated' }],
  ['agree', 'signing', { zh: '条款一致，进入签署', en: 'terms agreed, to be signed' }],
  ['sign', 'integrating', { zh: '双方签署，开始接入', en: 'both signed, integration begins' }],
  ['certify', 'live', { zh: '认证通过，上线', en: 'certified and live' }],
  ['suspend', 'suspended', { zh: '牌照更新，暂停受理', en: 'licence being renewed, acceptance suspended' }],
]

/**
 * Enters the eight wallets and walks each to its stage, a step every two weeks or so: the live one was there when the history
 * began, the others have come as far as they are by today. Answers their ids by wallet.
 */
export async function enterPartners(i: Inside, from: Instant, days: number): Promise<Map<string, Id<'par'>>> {
  const ids = new Map<string, Id<'par'>>()
  for (const [place, { until, ...partner }] of rows.entries()) {
    const steps = way.slice(0, way.findIndex(([, stage]) => stage === until) + 1)
    const last = until === 'live' ? from - dayMs : from + days * dayMs - (2 + 3 * place) * dayMs
    const at = (step: number): Inside => ({
      ...i,
      now: () => last - (steps.length - step) * 13 * dayMs + (9 + (step % 8)) * hourMs + place * 7 * minuteMs,
    })
    const { id } = await enterPartner(at(0), partner, 'Shen Zhixing')
    ids.set(partner.wallet, id)
    for (const [step, [move, , because]] of steps.entries())
      await movePartner(at(step + 1), id, move, 'Shen Zhixing', because)
  }
  return ids
}

import { dayMs, dayOf } from '../base/time.ts'
import type { Inside } from '../world/world.ts'
import { assess } from './assess.ts'
import { catalogueAssessments } from './catalogueAssessments.ts'
import { definePurpose, publishText } from './editCatalogue.ts'
import type { Purpose, Scope } from './purpose.ts'
import { purposeById, textsOf } from './storeCatalogue.ts'
import { ageZone } from './ward.ts'

type Both = { zh: string; en: string }

const scope = (id: string, zh: string, en: string): Scope => ({ id, name: { zh, en } })
const identityData = scope('identity', '姓名、证件号码、手机号', 'Name, identity document, phone number')
const orders = scope('orders', '交易订单：商户、金额、时间', 'Orders: merchant, amount, time')
const methods = scope('methods', '付款方式：掩码卡号与账号', 'Payment methods: masked card and account numbers')
const devices = scope('devices', '设备与登录记录', 'Devices and sign-ins')
const habits = scope('habits', '常用付款方式与优惠使用情况', 'Usual payment methods and offers used')
const phone = scope('phone', '手机号', 'Phone number')
const spending = scope('monthly-spending', '按月汇总的消费金额与类别', 'Spending by month and category, summed up')
const repayment = scope('repayment', '还款与逾期记录', 'Repayment and arrears')
const face = scope('face', '人脸核验结果', 'Result of a face check')
const place = scope('place', '支付时的位置', 'Place of a payment')

const plain = {
  separate: false,
  sensitive: false,
  written: false,
  shares: false,
  credit: false,
  recommends: false,
  abroad: false,
  noticeDays: 0,
  lastsDays: null,
  active: true,
} as const

/** How long before a purpose is switched on it was assessed. */
const assessedBefore = 9 * dayMs

type Entry = Purpose & { text: Both }

/** The purposes every installation starts with, each with its first text. Compliance may change and add by the routes. */
export const catalogue: readonly Entry[] = [
  {
    ...plain,
    id: 'payment',
    name: { zh: '办理支付与退款', en: 'Making payments and refunds' },
    why: { zh: '履行您与我们的支付服务协议所必需。', en: 'Needed to perform the payment contract with you.' },
    basis: 'contract',
    scopes: [orders, methods, phone],
    noticeDays: 30, // 非银行支付机构监督管理条例 20
    keep: 'transactions',
    text: {
      zh: '为完成支付、退款与争议处理，我们处理您的订单、付款方式和手机号。变更本协议会提前 30 日公示。',
      en: 'To make payments and refunds and to settle disputes we use your orders, payment methods and phone number. Changes are public 30 days ahead.',
    },
  },
  {
    ...plain,
    id: 'identity_check',
    name: { zh: '核实身份与反洗钱', en: 'Verifying identity, against money laundering' },
    why: {
      zh: '反洗钱法要求核实并保存客户身份资料。',
      en: 'The Anti-Money Laundering Law asks us to verify and keep who you are.',
    },
    basis: 'law',
    scopes: [identityData, orders],
    keep: 'identity',
    text: {
      zh: '依照反洗钱法，我们核实您的身份，并在业务关系结束后保存十年。',
      en: 'Under the Anti-Money Laundering Law we verify your identity and keep it for ten years after the relation ends.',
    },
  },
  {
    ...plain,
    id: 'security',
    name: { zh: '保护账户安全', en: 'Keeping your account safe' },
    why: {
      zh: '识别盗用与异常登录，网络安全法要求留存日志。',
      en: 'Finds misuse; the Cybersecurity Law asks for logs.',
    },
    basis: 'law',
    scopes: [devices],
    keep: 'sign-ins',
    text: {
      zh: '我们记录登录时间与设备，用于发现盗用。',
      en: 'We record when and from which device you sign in, to find misuse.',
    },
  },
  {
    ...plain,
    id: 'marketing',
    name: { zh: '发送优惠信息', en: 'Sending you offers' },
    why: {
      zh: '向您的手机号发送优惠。不同意不影响支付。',
      en: 'Sends offers to your phone. Payments work without it.',
    },
    basis: 'consent',
    scopes: [phone, orders],
    keep: 'consents',
    text: {
      zh: '同意后，我们会按您的消费类别向您的手机号发送优惠，每月不超过四条。您可以随时一键撤回。',
      en: 'If you agree we send offers that fit what you buy to your phone, at most four a month. You can take it back with one tap.',
    },
  },
  {
    ...plain,
    id: 'recommendation',
    name: { zh: '个性化推荐付款方式', en: 'Recommending a payment method for you' },
    why: {
      zh: '按您的习惯排列付款方式，价格不因此不同。',
      en: 'Orders payment methods by your habits. Prices never differ.',
    },
    basis: 'contract',
    scopes: [habits],
    recommends: true,
    keep: 'habits',
    text: {
      zh: '我们按您的使用习惯推荐付款方式。关闭后按固定规则排列，并删除您的习惯标签。',
      en: 'We recommend payment methods by your habits. Switched off, a fixed rule orders them and your habit tags are deleted.',
    },
  },
  {
    ...plain,
    id: 'data_sharing',
    name: { zh: '向合作方提供消费汇总', en: 'Sharing your spending summary' },
    why: {
      zh: '让接收方为您提供专属权益。属于财务信息，泄露可能影响您的财产安全，因此单独征得同意。',
      en: 'Lets the recipient offer you benefits. It is financial information whose leak could harm you, so we ask for it alone.',
    },
    basis: 'consent',
    scopes: [spending, phone],
    separate: true,
    sensitive: true,
    shares: true,
    lastsDays: 365,
    keep: 'consents',
    text: {
      zh: '我单独同意云汇支付将我按月汇总的消费信息提供给所列接收方，用于其所列目的。同意一年内有效，可随时撤回。',
      en: 'I separately agree that my monthly spending summary is given to the recipient named here for the purpose named here. It holds for one year and can be withdrawn at any time.',
    },
  },
  {
    ...plain,
    id: 'credit_assessment',
    name: { zh: '查询个人信用报告', en: 'Asking for your credit report' },
    why: {
      zh: '评估先享后付的额度。查询会留下记录；未按期还款的信息会被报送。',
      en: 'Assesses a pay-later limit. The enquiry leaves a trace; late payments are reported.',
    },
    basis: 'consent',
    scopes: [identityData, repayment],
    separate: true,
    sensitive: true,
    written: true,
    shares: true,
    credit: true,
    lastsDays: 180,
    keep: 'credit-negative',
    text: {
      zh: '本人书面同意云汇支付向所列征信机构查询本人的信用报告，仅用于评估先享后付额度。',
      en: 'I agree in writing that Yunhui Pay asks the credit bureau named here for my credit report, only to assess a pay-later limit.',
    },
  },
  {
    ...plain,
    id: 'face_check',
    name: { zh: '人脸核验', en: 'Checking your face' },
    why: {
      zh: '大额支付时确认是您本人。可改用通行密钥或短信验证码。',
      en: 'Makes sure it is you at large payments. A passkey or a code does instead.',
    },
    basis: 'consent',
    scopes: [face, place],
    separate: true,
    sensitive: true,
    keep: 'consents',
    text: {
      zh: '我单独同意在大额支付时处理我的人脸核验结果与支付时的位置。不同意时可改用其他方式确认。',
      en: 'I separately agree that the result of a face check and the place of the payment are used at large payments. Other ways of confirming remain.',
    },
  },
]

/** Enters what is missing of the catalogue; what is there stays as it was edited. */
export async function openCatalogue(i: Inside): Promise<void> {
  for (const { text, ...purpose } of catalogue) {
    if (await purposeById(i, purpose.id)) continue
    const found = catalogueAssessments[purpose.id]
    if (found) {
      await definePurpose(i, { ...purpose, active: false })
      const assessedOn = dayOf(i.now() - assessedBefore, ageZone)
      await assess(i, purpose.id, { ...found, assessedOn }, 'catalogue')
    }
    await definePurpose(i, purpose)
    if ((await textsOf(i, purpose.id)).length === 0) await publishText(i, purpose.id, text, i.now())
  }
}

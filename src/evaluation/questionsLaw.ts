import { calendarDay, count, fileReference, freeText, oneOf, type Question, questionsOf, yesNo } from './question.ts'

const licence = questionsOf('licence', 'LIC', [
  [
    {
      zh: '贵方是否持有在合作地区开展支付业务的有效许可？',
      en: 'Do you hold a valid licence for payment business in the region of the cooperation?',
    },
    yesNo,
    { isEvidenced: true, expiryMonths: 12, knockOut: { answer: 'no' } },
  ],
  [
    { zh: '许可证编号与业务类型', en: 'Number of the licence and the kinds of business it covers' },
    freeText,
    { expiryMonths: 12 },
  ],
  [{ zh: '许可证有效期至', en: 'The licence is valid until' }, calendarDay, { isEvidenced: true, expiryMonths: 12 }],
  [
    {
      zh: '近三年受到监管处罚的次数',
      en: 'How many penalties did regulators impose in the last three years?',
    },
    count('次', 'penalties', 1_000),
    { expiryMonths: 12, knockOut: { above: 10 } },
  ],
  [
    {
      zh: '目前是否有可能影响业务的诉讼或调查？',
      en: 'Is there a lawsuit or an inquiry that may affect the business?',
    },
    yesNo,
    { good: 'no', expiryMonths: 6 },
  ],
  [
    {
      zh: '是否提供工商登记、章程与实际控制人证明？',
      en: 'Are registration, articles and proof of beneficial owners provided?',
    },
    fileReference,
    { isEvidenced: true, expiryMonths: 12 },
  ],
])

const safeguarding = questionsOf('safeguarding', 'SAF', [
  [
    {
      zh: '客户资金是否全额存放于备付金或隔离账户？',
      en: 'Are client funds held whole in reserve or segregated accounts?',
    },
    yesNo,
    { isEvidenced: true, expiryMonths: 12, knockOut: { answer: 'no' } },
  ],
  [
    { zh: '客户资金是否与自有资金每日核对？', en: 'Are client funds reconciled with own funds every day?' },
    yesNo,
    { expiryMonths: 12 },
  ],
  [
    { zh: '存管机构的类型', en: 'Where the funds are kept' },
    oneOf(
      ['central-bank', '央行集中存管', 'The central bank'],
      ['bank', '持牌商业银行', 'A licensed commercial bank'],
      ['guarantee', '保险或担保', 'Insurance or guarantee'],
      ['other', '其他', 'Elsewhere'],
    ),
    { isEvidenced: true, expiryMonths: 12 },
  ],
  [
    { zh: '客户资金是否经独立审计？', en: 'Are client funds audited by an independent firm?' },
    yesNo,
    { isEvidenced: true, expiryMonths: 12, caiq: ['A&A-02'] },
  ],
  [
    { zh: '破产时客户资金是否受法律保护？', en: 'Are client funds protected by law in insolvency?' },
    yesNo,
    { expiryMonths: 24 },
  ],
])

const aml = questionsOf('aml', 'AML', [
  [
    {
      zh: '是否有董事会批准的反洗钱制度？',
      en: 'Is there an anti-money-laundering policy approved by the board?',
    },
    yesNo,
    { isEvidenced: true, expiryMonths: 12, knockOut: { answer: 'no' }, caiq: ['GRC-01'] },
  ],
  [
    { zh: '是否对全部用户实名核验？', en: 'Is the identity of every user verified?' },
    oneOf(
      ['all', '全部实名', 'Of all'],
      ['above-limit', '超过限额者', 'Above a limit'],
      ['risk', '按风险抽查', 'By risk'],
      ['none', '未核验', 'Of none'],
    ),
    { expiryMonths: 12 },
  ],
  [
    {
      zh: '用户与商户是否按联合国及当地名单持续筛查？',
      en: 'Are users and merchants screened all the time against UN and local lists?',
    },
    yesNo,
    { expiryMonths: 12, knockOut: { answer: 'no' } },
  ],
  [
    {
      zh: '名单更新后多少小时内重新筛查？',
      en: 'Within how many hours after a list changes is everyone screened again?',
    },
    count('小时', 'hours', 8_760),
    { expiryMonths: 12 },
  ],
  [{ zh: '是否指定反洗钱负责人？', en: 'Is an officer for anti-money-laundering named?' }, yesNo, { expiryMonths: 12 }],
  [
    { zh: '近两年是否因反洗钱被处罚？', en: 'Were you fined for money laundering failings in the last two years?' },
    yesNo,
    { good: 'no', expiryMonths: 12 },
  ],
])

export const questionsLaw: readonly Question[] = [...licence, ...safeguarding, ...aml]

import { count, fileReference, freeText, oneOf, type Question, questionsOf, yesNo } from './question.ts'

const technology = questionsOf('technology', 'TEC', [
  [
    { zh: '是否提供公开的、带版本的接口文档？', en: 'Is there public, versioned documentation of the API?' },
    yesNo,
    { caiq: ['IPY-01'] },
  ],
  [{ zh: '是否提供功能完整的沙箱环境？', en: 'Is there a sandbox with all functions?' }, yesNo],
  [
    { zh: '请求与通知如何签名？', en: 'How are requests and notices signed?' },
    oneOf(
      ['asymmetric', '非对称签名（RSA、SM2、ECDSA）', 'Asymmetric (RSA, SM2, ECDSA)'],
      ['hmac', '共享密钥', 'A shared key'],
      ['none', '不签名', 'Not at all'],
    ),
    { knockOut: null, caiq: ['CEK-04'] },
  ],
  [{ zh: '是否支持幂等与结果查询？', en: 'Are idempotence and inquiry supported?' }, yesNo],
  [
    { zh: '接口停用前提前多少天通知？', en: 'How many days before an API is withdrawn are we told?' },
    count('天', 'days', 3_650),
    { caiq: ['CCC-05'] },
  ],
  [
    { zh: '是否提供每日对账文件与差错文件？', en: 'Are files for daily reconciliation and exceptions provided?' },
    yesNo,
  ],
])

const availability = questionsOf('availability', 'AVA', [
  [
    { zh: '近十二个月可用率（百万分之）', en: 'Availability over the last twelve months (parts per million)' },
    count('ppm', 'ppm', 1_000_000),
    { isEvidenced: true, expiryMonths: 6, knockOut: { below: 950_000 }, caiq: ['BCR-03'], sig: ['K'] },
  ],
  [
    { zh: '恢复时间目标（分钟）', en: 'Recovery time objective (minutes)' },
    count('分钟', 'minutes', 525_600),
    { caiq: ['BCR-02'], sig: ['K'] },
  ],
  [
    { zh: '是否每年演练灾难恢复？', en: 'Is disaster recovery exercised every year?' },
    yesNo,
    { isEvidenced: true, expiryMonths: 12, caiq: ['BCR-06', 'BCR-10'], sig: ['K'] },
  ],
  [{ zh: '是否有全天候运维联络人？', en: 'Is there an operations contact around the clock?' }, yesNo],
  [
    { zh: '备份是否定期验证可恢复？', en: 'Are backups regularly proved to restore?' },
    yesNo,
    { caiq: ['BCR-08'], sig: ['K'] },
  ],
])

const market = questionsOf('market', 'MAR', [
  [
    { zh: '合作地区的月活跃付款用户数', en: 'Payers active in a month in the region' },
    count('人', 'people', 5_000_000_000),
    { expiryMonths: 6 },
  ],
  [
    { zh: '三十天内再次付款的用户比例（百万分之）', en: 'Users who paid again within thirty days (parts per million)' },
    count('ppm', 'ppm', 1_000_000),
    { expiryMonths: 6 },
  ],
  [{ zh: '平均客单价（分）', en: 'Average ticket (cents)' }, count('分', 'cents'), { expiryMonths: 6 }],
  [{ zh: '主要用户群与常用场景', en: 'Main groups of users and where they pay' }, freeText],
  [
    { zh: '近一年用户增长率（百万分之）', en: 'Growth of users in a year (parts per million)' },
    count('ppm', 'ppm', 100_000_000),
    { expiryMonths: 6 },
  ],
])

const cost = questionsOf('cost', 'COS', [
  [
    { zh: '报价费率（百万分之）', en: 'Rate offered (parts per million)' },
    count('ppm', 'ppm', 1_000_000),
    { expiryMonths: 6 },
  ],
  [
    { zh: '结算周期', en: 'Settlement cycle' },
    oneOf(['t0', 'T+0', 'T+0'], ['t1', 'T+1', 'T+1'], ['t2', 'T+2', 'T+2'], ['later', '更晚', 'Later']),
  ],
  [{ zh: '是否收取接入费或最低月费？', en: 'Is there a fee for joining or a monthly minimum?' }, yesNo, { good: 'no' }],
  [{ zh: '退款时是否返还手续费？', en: 'Is the fee returned with a refund?' }, yesNo],
  [{ zh: '是否共同承担营销费用？', en: 'Is the cost of marketing shared?' }, yesNo],
])

const disputes = questionsOf('disputes', 'DIS', [
  [
    { zh: '每百万笔交易的争议笔数', en: 'Disputes in a million payments' },
    count('笔', 'disputes', 1_000_000),
    { isEvidenced: true, expiryMonths: 6, knockOut: { above: 5_000 } },
  ],
  [
    { zh: '每百万元交易的欺诈损失（元）', en: 'Fraud losses in a million yuan (yuan)' },
    count('元', 'yuan', 1_000_000),
    { expiryMonths: 6 },
  ],
  [
    { zh: '强认证交易的盗用损失由谁承担？', en: 'Who bears unauthorised losses after strong authentication?' },
    oneOf(['wallet', '钱包方', 'The wallet'], ['shared', '双方分担', 'Both'], ['institution', '我方', 'Us']),
  ],
  [{ zh: '争议处理的最长天数', en: 'Most days a dispute takes' }, count('天', 'days', 365)],
])

const coverage = questionsOf('coverage', 'COV', [
  [{ zh: '支持的地区与币种', en: 'Regions and currencies supported' }, freeText],
  [
    { zh: '我方商户类目的可用比例（百万分之）', en: 'Share of our merchant categories served (parts per million)' },
    count('ppm', 'ppm', 1_000_000),
    { expiryMonths: 12 },
  ],
  [{ zh: '是否支持线上、扫码与付款码三种产品？', en: 'Are online, scanned and shown codes all supported?' }, yesNo],
  [{ zh: '禁售与限制类目清单', en: 'List of forbidden and restricted goods' }, fileReference, { expiryMonths: 12 }],
])

export const questionsTrade: readonly Question[] = [
  ...technology,
  ...availability,
  ...market,
  ...cost,
  ...disputes,
  ...coverage,
]

import { calendarDay, count, fileReference, oneOf, type Question, questionsOf, yesNo } from './question.ts'

const security = questionsOf('security', 'SEC', [
  [
    {
      zh: '是否通过独立的信息安全认证（等保三级、ISO 27001 或同等）？',
      en: 'Is information security certified independently (MLPS level 3, ISO 27001 or alike)?',
    },
    yesNo,
    { isEvidenced: true, expiryMonths: 12, caiq: ['A&A-02'], sig: ['A'] },
  ],
  [
    { zh: '处理卡数据的系统是否符合 PCI DSS？', en: 'Do systems that handle card data comply with PCI DSS?' },
    oneOf(
      ['v4', '符合 4.0.1', 'With 4.0.1'],
      ['no-cards', '不处理卡数据', 'No card data is handled'],
      ['older', '符合旧版', 'With an older version'],
      ['no', '不符合', 'No'],
    ),
    { isEvidenced: true, expiryMonths: 12, caiq: ['DSP-17'] },
  ],
  [
    { zh: '管理员与支付用户是否使用强认证？', en: 'Do administrators and payers use strong authentication?' },
    yesNo,
    { expiryMonths: 12, caiq: ['IAM-14'], sig: ['H'] },
  ],
  [
    { zh: '是否按最小权限授权并定期复核？', en: 'Are rights least-privilege and reviewed regularly?' },
    yesNo,
    { caiq: ['IAM-05', 'IAM-08'], sig: ['H'] },
  ],
  [
    { zh: '静态与传输中的敏感数据是否加密？', en: 'Is sensitive data encrypted at rest and on its way?' },
    yesNo,
    { knockOut: { answer: 'no' }, caiq: ['CEK-03'], sig: ['D'] },
  ],
  [
    { zh: '密钥是否定期轮换并由硬件模块保护？', en: 'Are keys rotated and protected by hardware modules?' },
    yesNo,
    { caiq: ['CEK-12', 'CEK-03'] },
  ],
  [
    { zh: '最近一次独立渗透测试的日期', en: 'Date of the latest independent penetration test' },
    calendarDay,
    { isEvidenced: true, expiryMonths: 12, caiq: ['TVM-06'], sig: ['T'] },
  ],
  [
    { zh: '严重漏洞在多少天内修复？', en: 'Within how many days are critical vulnerabilities mended?' },
    count('天', 'days', 365),
    { caiq: ['TVM-03', 'AIS-07'], sig: ['T'] },
  ],
  [
    { zh: '安全事件在多少小时内通知合作方？', en: 'Within how many hours are partners told of an incident?' },
    count('小时', 'hours', 720),
    { caiq: ['SEF-07'], sig: ['J'] },
  ],
  [
    { zh: '近三年是否发生客户数据泄露？', en: 'Did client data leak in the last three years?' },
    yesNo,
    { good: 'no', expiryMonths: 6, caiq: ['SEF-05'], sig: ['J'] },
  ],
])

const privacy = questionsOf('privacy', 'PRI', [
  [
    {
      zh: '个人信息是否仅用于告知并同意的目的？',
      en: 'Is personal data used only for purposes told and agreed to?',
    },
    yesNo,
    { expiryMonths: 12, knockOut: { answer: 'no' }, caiq: ['DSP-12'], sig: ['P'] },
  ],
  [
    { zh: '用户能否在应用内撤回同意？', en: 'Can users withdraw consent within the app?' },
    yesNo,
    { caiq: ['DSP-11'], sig: ['P'] },
  ],
  [
    { zh: '删除请求在多少天内完成？', en: 'Within how many days is a request for deletion done?' },
    count('天', 'days', 365),
    { caiq: ['DSP-11', 'DSP-16'] },
  ],
  [
    { zh: '是否做个人信息保护影响评估？', en: 'Are impact assessments of personal data made?' },
    fileReference,
    { isEvidenced: true, expiryMonths: 12, caiq: ['DSP-09'], sig: ['P'] },
  ],
  [
    { zh: '合作数据存储在何地？', en: 'Where is the data of the cooperation kept?' },
    oneOf(
      ['onshore', '仅境内', 'Onshore only'],
      ['approved', '经批准出境', 'Abroad, with approval'],
      ['abroad', '境外', 'Abroad'],
    ),
    { knockOut: null, caiq: ['DSP-19', 'DSP-10'] },
  ],
  [
    { zh: '是否披露全部受托方与接收方？', en: 'Are all processors and recipients disclosed?' },
    yesNo,
    { caiq: ['DSP-14', 'STA-07'], sig: ['B'] },
  ],
  [
    { zh: '是否承诺不将合作数据用于广告画像？', en: 'Do you promise not to profile for advertising with shared data?' },
    yesNo,
    { expiryMonths: 12 },
  ],
])

export const questionsSafety: readonly Question[] = [...security, ...privacy]

import { faults } from '../base/fault.ts'

export const consentFaults = faults('consent', {
  notFound: { status: 404, retry: 'never', zh: '没有授权 {consent}', en: 'there is no consent {consent}' },
  noSuchPurpose: { status: 404, retry: 'never', zh: '没有处理目的 {purpose}', en: 'there is no purpose {purpose}' },
  noSuchRecipient: {
    status: 404,
    retry: 'never',
    zh: '没有接收方 {recipient}',
    en: 'there is no recipient {recipient}',
  },
  notAsked: {
    status: 409,
    retry: 'never',
    zh: '目的“{purpose}”不以同意为依据，无需授权',
    en: 'the purpose {purpose} does not rest on consent, so none is asked',
  },
  textOutdated: {
    status: 409,
    party: 'payer',
    zh: '告知文本已更新，请阅读新文本后再授权（现行文本 {digest}）',
    en: 'the text has changed; read the new one before consenting (now {digest})',
  },
  scopeUnknown: {
    status: 422,
    zh: '目的 {purpose} 没有数据范围 {scope}',
    en: 'the purpose {purpose} has no scope {scope}',
  },
  recipientNeeded: {
    status: 422,
    zh: '向第三方提供个人信息须写明接收方',
    en: 'sharing with a third party names its recipient',
  },
  recipientUnused: {
    status: 422,
    zh: '目的 {purpose} 不向他人提供个人信息',
    en: 'the purpose {purpose} shares nothing with anybody',
  },
  beyondRecipient: {
    status: 422,
    zh: '告知接收方“{recipient}”的数据种类不含 {scope}',
    en: 'what {recipient} was announced to receive does not include {scope}',
  },
  unlicensed: {
    status: 422,
    party: 'us',
    zh: '接收方“{recipient}”没有个人征信业务许可（征信业管理条例 7）',
    en: '{recipient} holds no licence for personal credit reporting (Credit Reporting Regulation 7)',
  },
  writtenNeeded: {
    status: 422,
    party: 'payer',
    zh: '查询个人信用须书面同意：请用通行密钥签署，或提交签署的文件（征信业管理条例 18）',
    en: 'a credit enquiry needs written consent: sign with a passkey or hand in a signed paper (Credit Reporting Regulation 18)',
  },
  separateNeeded: {
    status: 422,
    zh: '目的 {purpose} 须单独同意，不能与其他授权一并取得（个人信息保护法 23、29）',
    en: 'the purpose {purpose} needs consent of its own, not one given together with others (PIPL 23, 29)',
  },
  guardianNeeded: {
    status: 422,
    party: 'payer',
    zh: '未满十四周岁，须由父母或其他监护人同意（个人信息保护法 31）',
    en: 'under 14 a parent or guardian must consent (PIPL 31)',
  },
  notGuardian: { status: 404, retry: 'never', zh: '没有可由您代为授权的人', en: 'there is nobody you may consent for' },
  noticeTooShort: {
    status: 422,
    party: 'us',
    zh: '此文本须至少提前 {days} 日公示（非银行支付机构监督管理条例 20）',
    en: 'this text must be public at least {days} days before it takes effect (Non-bank Payment Regulation 20)',
  },
  affiliateIncomplete: {
    status: 422,
    party: 'us',
    zh: '与关联方共享须写明期限、保护措施并签有合同（非银行支付机构监督管理条例 32）',
    en: 'sharing with an affiliate states term, protection and contract (Non-bank Payment Regulation 32)',
  },
  separateRule: {
    status: 422,
    party: 'us',
    zh: '敏感信息、对外提供与书面同意的目的必须单独同意',
    en: 'a purpose that is sensitive, shared or written must ask for separate consent',
  },
  assessmentNeeded: {
    status: 422,
    party: 'us',
    zh: '“{nameZh}”涉及{groundsZh}，启用前须先记录个人信息保护影响评估（个人信息保护法 55）',
    en: '“{nameEn}” means {groundsEn}: record its impact assessment before it is switched on (PIPL 55)',
  },
  assessedAhead: {
    status: 422,
    party: 'us',
    zh: '评估日期在今天之后',
    en: 'the day of the assessment lies in the future',
  },
  needed: {
    status: 409,
    party: 'payer',
    zh: '没有“{purpose}”就无法提供服务；如需停用请在隐私中心提出请求',
    en: 'the service cannot be given without “{purpose}”; ask for it in the privacy centre',
  },
})

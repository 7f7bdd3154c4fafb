/** Words of the agreement that are chosen from a list, in both languages. Within one list no two words are equal. */
export const words = {
  product: {
    online: ['线上支付', 'online payment'],
    'qr-merchant': ['商户收款码（顾客主扫）', 'merchant-presented code'],
    'qr-consumer': ['顾客付款码（商户被扫）', 'consumer-presented code'],
    nfc: ['碰一碰', 'tap to pay'],
    'in-app': ['应用内支付', 'in-app payment'],
  },
  party: {
    institution: ['支付机构', 'the Institution'],
    wallet: ['钱包方', 'the Wallet'],
    merchant: ['商户', 'the merchant'],
  },
  strength: {
    none: ['未经认证', 'without authentication'],
    'one-factor': ['单因素认证', 'one-factor authentication'],
    'two-factor': ['双因素认证', 'two-factor authentication'],
    '*': ['任何认证强度', 'any authentication'],
  },
  mode: {
    technical: ['技术合作', 'technical'],
    marketing: ['营销合作', 'marketing'],
    'data-sharing': ['数据合作', 'data sharing'],
  },
  price: {
    percentage: ['按比例', 'percentage'],
    graduated: ['分段累进', 'graduated'],
    volume: ['按总量定档', 'by volume'],
    package: ['套餐', 'package'],
    'cost-plus': ['成本加成', 'cost plus'],
  },
  onRefund: { return: ['相应退还', 'is returned in proportion'], keep: ['不予退还', 'is kept'] },
  subsidy: { return: ['退回预算', 'returns to the budget'], keep: ['不退回预算', 'does not return to the budget'] },
  period: { month: ['月', 'month'] },
  base: {
    'gross-fee': ['商户手续费总额', 'the gross merchant fee'],
    'net-fee': ['扣除钱包费用后的净手续费', 'the fee net of wallet fees'],
  },
  sharesLosses: {
    true: ['亦按同样份额分担', 'is borne in the same shares'],
    false: ['由支付机构承担', 'is borne by the Institution'],
  },
  clawBack: { 'claw-back': ['相应追回', 'is clawed back in proportion'], keep: ['不予追回', 'is not clawed back'] },
  reason: {
    unauthorised: ['未授权交易', 'unauthorised payment'],
    'not-received': ['未收到商品或服务', 'goods or services not received'],
    'not-as-described': ['与描述不符', 'not as described'],
    duplicate: ['重复扣款', 'duplicate charge'],
    'unknown-outcome': ['结果未知', 'unknown outcome'],
    other: ['其他原因', 'other reason'],
    '*': ['任何其余原因', 'any remaining reason'],
  },
  businessDays: { true: ['工作日', 'business days'], false: ['自然日', 'calendar days'] },
  net: { net: ['轧差净额', 'net of fees and refunds'], gross: ['全额', 'gross, fees being invoiced apart'] },
  partial: { true: ['允许', 'allowed'], false: ['不允许', 'not allowed'] },
  metric: {
    unauthorised: ['未授权支付', 'unauthorised payments'],
    disputes: ['争议', 'disputes'],
    refunds: ['退款', 'refunds'],
    errors: ['接口错误', 'interface errors'],
    availability: ['可用率', 'availability'],
    'success-rate': ['成功率', 'success rate'],
    'notices-in-time': ['通知及时率', 'notices in time'],
    'files-in-time': ['账单及时率', 'files in time'],
  },
  subject: { merchant: ['单个商户', 'a single merchant'], partner: ['合作方整体', 'the partner as a whole'] },
  window: { minute: ['分钟', 'minutes'], day: ['日', 'days'], month: ['个月', 'months'] },
  action: {
    warn: ['发出警告', 'a warning is given'],
    limit: ['降低限额', 'limits are lowered'],
    suspend: ['暂停服务', 'service is suspended'],
    close: ['关闭服务', 'service is closed'],
  },
  basis: { contract: ['履行合同', 'contract'], consent: ['个人同意', 'consent'], law: ['法定义务', 'legal duty'] },
  direction: {
    'to-wallet': ['提供给钱包方', 'to the Wallet'],
    'to-institution': ['提供给支付机构', 'to the Institution'],
  },
  renewal: {
    none: ['不自动续期', 'is not renewed'],
    automatic: ['以相同期限自动续期', 'is renewed automatically for the same length'],
  },
  language: { zh: ['中文', 'Chinese'], en: ['英文', 'English'] },
} as const satisfies Record<string, Record<string, readonly [string, string]>>

export type WordList = keyof typeof words

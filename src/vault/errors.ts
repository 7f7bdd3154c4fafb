import { faults } from '../base/fault.ts'

/** What the vault refuses. None of these texts ever carries a value that was given or kept. */
export const vaultFaults = faults('vault', {
  // Our own keys and ciphertexts.
  masterMissing: {
    status: 500,
    party: 'us',
    zh: '缺少保险库主密钥 {master}；在提供它之前，敏感数据既不能写入也不能读取',
    en: 'the vault’s master key {master} is missing; until it is brought, nothing sensitive is written or read',
  },
  masterWrong: {
    status: 500,
    party: 'us',
    zh: '保险库主密钥 {master} 须为 32 字节',
    en: 'the vault’s master key {master} must be 32 bytes',
  },
  masterSilent: {
    status: 503,
    party: 'us',
    retry: 'after',
    zh: '密钥服务 {master} 没有应答，请稍后重试',
    en: 'the key service {master} does not answer; try again later',
  },
  masterNotBrought: {
    status: 409,
    party: 'us',
    zh: '没有可换用的新主密钥：请先把 {file} 放入密钥目录',
    en: 'there is no new master key to change to: put {file} into the folder of keys first',
  },
  ciphertextRefused: {
    status: 500,
    party: 'us',
    retry: 'never',
    zh: '密文未通过校验（{because}），已拒绝读取并记录',
    en: 'the ciphertext does not verify ({because}); it was not read, and this was counted',
  },
  shredded: {
    status: 410,
    retry: 'never',
    zh: '这项数据的密钥已按要求销毁，数据不可再读取',
    en: 'the key of this datum was destroyed on request; it cannot be read any more',
  },
  // What a caller brings.
  authenticationData: {
    status: 422,
    retry: 'after_fix',
    zh: '不接受也不保存支付验证数据（{name}）：卡片验证码、密码、磁道信息等',
    en: 'payment authentication data ({name}) is neither taken nor kept: security codes, PINs, track data and the like',
  },
  valueInvalid: {
    status: 422,
    zh: '不是有效的{kindZh}：{whyZh}',
    en: 'this is no valid {kindEn}: {whyEn}',
  },
  tokenNotFound: {
    status: 404,
    retry: 'never',
    zh: '没有这个令牌：{token}',
    en: 'there is no such token: {token}',
  },
  reasonPersonal: {
    status: 422,
    zh: '理由会进入日志，请勿写入卡号、证件号、手机号等个人信息',
    en: 'the reason is logged: leave card, id and phone numbers out of it',
  },
  tooManyReveals: {
    status: 429,
    retry: 'after',
    zh: '本小时查看明文的次数已达上限（{most} 次）',
    en: 'the limit of {most} reveals in this hour is reached',
  },
  tooManySearches: {
    status: 429,
    retry: 'after',
    zh: '本小时按值查找的次数已达上限（{most} 次）',
    en: 'the limit of {most} searches by value in this hour is reached',
  },
  // A holder's saved methods.
  methodNotFound: {
    status: 404,
    retry: 'never',
    zh: '没有这个支付方式：{method}',
    en: 'there is no such payment method: {method}',
  },
  methodTwice: {
    status: 409,
    party: 'payer',
    zh: '这个支付方式已经添加过',
    en: 'this payment method is already saved',
  },
  labelPersonal: {
    status: 422,
    party: 'payer',
    zh: '名称会直接显示，请勿写入卡号、证件号、手机号等个人信息',
    en: 'names are shown as they are: leave card, id and phone numbers out of them',
  },
  tooManyMethods: {
    status: 409,
    party: 'payer',
    zh: '最多保存 {most} 个支付方式，请先删除不用的',
    en: 'at most {most} payment methods are kept; remove one first',
  },
  methodState: {
    status: 409,
    party: 'payer',
    zh: '支付方式当前状态为「{state}」，不能执行此操作',
    en: 'the payment method is {state}; this cannot be done now',
  },
  cardExpired: { status: 422, party: 'payer', zh: '这张卡已过有效期', en: 'this card is past its last month' },
  wayUnsuited: {
    status: 422,
    party: 'payer',
    zh: '这种支付方式不能这样验证',
    en: 'this payment method cannot be verified in this way',
  },
  tooManyVerifications: {
    status: 429,
    party: 'payer',
    retry: 'after',
    zh: '一小时内最多开始 {most} 次验证',
    en: 'a verification can be started {most} times an hour',
  },
  noChallenge: { status: 409, party: 'payer', zh: '请先开始验证', en: 'start the verification first' },
  challengeExpired: {
    status: 409,
    party: 'payer',
    zh: '验证已过期，请重新开始',
    en: 'the verification has expired; start again',
  },
  answerWrong: {
    status: 422,
    party: 'payer',
    zh: '答案不对，还可以试 {left} 次',
    en: 'the answer is wrong; {left} tries are left',
  },
  verificationRefused: {
    status: 422,
    party: 'payer',
    retry: 'other_method',
    zh: '这个支付方式未通过验证',
    en: 'the payment method could not be verified',
  },
  verifierMissing: {
    status: 503,
    party: 'us',
    retry: 'other_method',
    zh: '尚未配置验证服务商',
    en: 'no verification provider is configured',
  },
  verifierSilent: {
    status: 503,
    party: 'us',
    retry: 'after',
    zh: '验证服务商没有应答，请稍后重试',
    en: 'the verification provider does not answer; try again later',
  },
})

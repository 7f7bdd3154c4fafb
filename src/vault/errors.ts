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
    zh: '不是有效的{zhKind}：{whyZh}',
    en: 'this is no valid {enKind}: {whyEn}',
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
})

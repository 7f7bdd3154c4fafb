/** One reason why a contract is not what it seems, in words for a person. */
export type Problem = { code: ProblemCode; zh: string; en: string }
export type ProblemCode = keyof typeof table

// {name} is filled from the values.
const table = {
  notContract: ['这不是本系统排印的合同：没有嵌入的条款', 'this is not a contract of ours: it carries no terms'],
  tooLarge: ['文件超过 {max} 字节，不是合同', 'the file is larger than {max} bytes and so not a contract'],
  termsBroken: ['{zh}', '{en}'],
  otherRenderer: [
    '合同由另一版本的排印程序生成（{renderer}），无法重新排印核对',
    'the contract was rendered by another version ({renderer}) and cannot be rendered again to compare',
  ],
  unprintable: ['嵌入的条款无法排印：{zh}', 'the embedded terms cannot be printed: {en}'],
  pageDiffers: ['页面与嵌入的条款不一致：{zh}', 'the pages do not say what the embedded terms say: {en}'],
  contentReplaced: [
    '{party}签署后文件被改动：自第 {at} 字节起与签署时不同',
    'the file was changed after {party} signed: it differs from byte {at} on',
  ],
  foreignRevision: [
    '第 {at} 字节起有 {count} 字节不是签名的内容被加入文件',
    '{count} bytes that are not a signature were added to the file from byte {at}',
  ],
  bytesAfter: ['最后一个签名之后还有 {count} 字节', '{count} bytes follow the last signature'],
  signatureMissing: ['缺少{party}的签名', 'the signature of {party} is missing'],
  signedTwice: ['{party}的签名框被签署了两次', 'the box of {party} was signed twice'],
  paddingChanged: ['{party}签名的填充区不全为零', 'the padding of the signature of {party} is not all zero'],
  cmsUnreadable: [
    '{party}的签名数据不是规范编码，可能被改动',
    'the signature data of {party} is not in its canonical form: it was altered',
  ],
  contentChanged: [
    '{party}签署的内容被改动：签名覆盖的字节与签名不符',
    'what {party} signed was changed: the covered bytes do not match the signature',
  ],
  signatureBroken: ['{party}的签名不能用其证书验证', 'the signature of {party} does not verify with its certificate'],
  wrongParty: [
    '{party}的签名框由他人证书签署（{organisation}）',
    'the box of {party} was signed with the certificate of another ({organisation})',
  ],
  otherCertificate: ['{party}的证书不是条款写明的证书', 'the certificate of {party} is not the one the terms name'],
  otherPerson: [
    '{party}的签署人是{person}，条款写明的是{expected}',
    '{person} signed for {party}; the terms name {expected}',
  ],
  otherDigest: ['{party}确认的摘要不是这份条款的摘要', 'the digest {party} confirmed is not the digest of these terms'],
  untrusted: ['{party}的证书链不到受信任的根证书', 'the chain of {party} does not end in a trusted root'],
  extraCertificate: [
    '{party}的签名带有证书链以外的证书',
    'the signature of {party} carries a certificate outside its chain',
  ],
  certificatePeriod: ['{party}签署时证书不在有效期内', 'the certificate of {party} was not valid when it signed'],
  timeOrder: ['后一个签名的时间早于前一个', 'the later signature is dated before the earlier one'],
} as const satisfies Record<string, readonly [string, string]>

export const partyNames = {
  institution: { zh: '支付机构', en: 'the institution' },
  wallet: { zh: '钱包方', en: 'the wallet partner' },
} as const

/** A problem from the table; `party` is said in each language. */
export function problem(
  code: ProblemCode,
  values: Record<string, string | number> & { party?: keyof typeof partyNames } = {},
): Problem {
  const [zh, en] = table[code]
  const names = values.party ? partyNames[values.party] : { zh: '', en: '' }
  return { code, zh: fill(zh, { ...values, party: names.zh }), en: fill(en, { ...values, party: names.en }) }
}

const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))

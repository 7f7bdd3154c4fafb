import { faults } from '../../base/fault.ts'

export const paperFaults = faults('agreements', {
  missingGlyph: {
    status: 422,
    zh: '字体没有字符 {character}（{code}），无法排印：{where}',
    en: 'the typeface has no glyph for {character} ({code}), so it cannot be printed: {where}',
  },
  notContract: {
    status: 422,
    zh: '这不是本系统排印的合同 PDF',
    en: 'this is not a contract PDF rendered by this system',
  },
  contractChanged: {
    status: 409,
    zh: '待签文件与其条款不一致，拒绝签署：{becauseZh}',
    en: 'the file to be signed does not agree with its terms, so it is not signed: {because}',
  },
  alreadySigned: { status: 409, zh: '{party} 已经签署过这份合同', en: '{party} has already signed this contract' },
  otherTerms: {
    status: 409,
    zh: '签署人确认的摘要与文件内条款的摘要不同',
    en: 'the digest the signer confirmed is not the digest of the terms in this file',
  },
  otherSignatory: {
    status: 403,
    zh: '条款写明由 {expected} 签署，而不是 {person}',
    en: 'the terms name {expected} as the signatory, not {person}',
  },
  otherCertificate: {
    status: 403,
    zh: '签名证书不属于该方，或不是条款写明的证书',
    en: 'the signing certificate does not belong to this party, or is not the one the terms name',
  },
  signatureRefused: {
    status: 422,
    zh: '签名不能用该证书的公钥验证',
    en: 'the signature does not verify with the public key of the certificate',
  },
  signatureTooLarge: {
    status: 422,
    zh: '签名（含证书链）超过预留的 {reserve} 字节',
    en: 'the signature with its chain is larger than the {reserve} bytes reserved',
  },
})

import { faults } from '../base/fault.ts'

export const agreementFaults = faults('agreements', {
  notFound: {
    status: 404,
    retry: 'never',
    zh: '没有这份协议：{agreement}',
    en: 'there is no such agreement: {agreement}',
  },
  termsInvalid: { status: 422, zh: '条款无效（{at}）：{zh}', en: 'the terms are not valid ({at}): {en}' },
  wrongVersion: {
    status: 409,
    zh: '该协议的下一个版本应为第 {expected} 版',
    en: 'the next version of this agreement is number {expected}',
  },
  wrongPartner: {
    status: 422,
    zh: '合作方 {partner} 已有协议 {agreement}，不能另立新约',
    en: 'partner {partner} already has agreement {agreement}; amend that one',
  },
  wrongAmends: {
    status: 422,
    zh: '新版本必须写明它修订的版本摘要',
    en: 'a new version names the digest of the version it amends',
  },
  cannotMove: {
    status: 409,
    retry: 'never',
    zh: '协议版本处于「{state}」，不能执行 {move}',
    en: 'a version that is {state} cannot {move}',
  },
  otherRoot: {
    status: 409,
    zh: '审批的摘要与当前条款不一致，请重新核对',
    en: 'the approved digest is not that of these terms; read them again',
  },
  contractInvalid: {
    status: 422,
    party: 'wallet',
    zh: '签署文件未通过验证：{zh}',
    en: 'the signed document does not verify: {en}',
  },
  notSigned: { status: 404, zh: '该版本还没有可下载的合同', en: 'this version has no contract to download yet' },
  noneInForce: {
    status: 422,
    party: 'us',
    retry: 'other_method',
    zh: '与「{wallet}」在该时刻没有生效的协议',
    en: 'no agreement with {wallet} is in force at that moment',
  },
  unknownPartner: { status: 422, zh: '没有这个合作方：{partner}', en: 'there is no such partner: {partner}' },
  approverSigns: {
    status: 403,
    retry: 'never',
    zh: '你审批了该版本，须由另一人签署',
    en: 'you approved this version, so somebody else signs it',
  },
  otherSide: {
    status: 403,
    retry: 'never',
    zh: '此处由支付机构签署；钱包方请交回自己签署的副本',
    en: 'the institution signs here; the wallet hands in the copy it signed itself',
  },
  stopped: {
    status: 422,
    party: 'us',
    retry: 'other_method',
    zh: '「{wallet}」暂停受理新的支付：{zh}',
    en: 'new payments with {wallet} are stopped: {en}',
  },
  stopNotFound: { status: 404, retry: 'never', zh: '没有这项停用：{stop}', en: 'there is no such stop: {stop}' },
  stopOver: { status: 409, retry: 'never', zh: '该停用已经结束', en: 'this stop is already over' },
  wrongCursor: { status: 400, zh: '翻页位置无效', en: 'the cursor is not one that this list gave out' },
})

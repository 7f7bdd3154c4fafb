import { faults } from '../base/fault.ts'

export const privacyFaults = faults('privacy', {
  noSuchRequest: { status: 404, retry: 'never', zh: '没有请求 {request}', en: 'there is no request {request}' },
  alreadyOpen: {
    status: 409,
    party: 'payer',
    zh: '同类请求 {request} 正在处理中',
    en: 'the request {request} of the same kind is still open',
  },
  notAllowed: {
    status: 409,
    retry: 'never',
    zh: '请求已是“{state}”，不能再这样处理',
    en: 'the request is {state}, so this can no longer be done',
  },
  notExtendable: {
    status: 409,
    retry: 'never',
    zh: '此时限不能再延长（{law}）',
    en: 'this time limit cannot be extended (again) ({law})',
  },
  held: {
    status: 409,
    party: 'us',
    zh: '受法定保全 {hold} 约束，现在不能删除',
    en: 'the legal hold {hold} forbids deletion now',
  },
  noSuchHold: { status: 404, retry: 'never', zh: '没有保全 {hold}', en: 'there is no hold {hold}' },
  notYours: { status: 404, retry: 'never', zh: '没有这项内容', en: 'there is nothing here' },
  passkeyOfAnother: {
    status: 422,
    party: 'payer',
    zh: '签署所用的通行密钥不属于您',
    en: 'the passkey that signed is not yours',
  },
})

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
  noSuchWard: { status: 404, retry: 'never', zh: '没有这项监护登记', en: 'there is no such registration of a child' },
  wardGrown: {
    status: 422,
    party: 'payer',
    zh: '已满十四周岁，由本人自行决定（个人信息保护法 31）',
    en: 'whoever is 14 decides alone (PIPL 31)',
  },
  wardUnborn: { status: 422, party: 'payer', zh: '出生日期在今天之后', en: 'this birthday lies in the future' },
  wardSelf: {
    status: 422,
    party: 'payer',
    zh: '请填写孩子自己的手机号，不能是您的',
    en: 'give the child’s own phone number, not yours',
  },
  wardTwice: {
    status: 409,
    party: 'payer',
    zh: '这个孩子的登记正在核实',
    en: 'this child’s registration is being checked already',
  },
  tooManyWards: {
    status: 422,
    party: 'payer',
    zh: '最多登记 {most} 位被监护人',
    en: 'at most {most} children are registered',
  },
  wardDecided: {
    status: 409,
    retry: 'never',
    zh: '这项登记已有结论，不能再这样处理',
    en: 'this registration is decided, so this can no longer be done',
  },
  wardTaken: {
    status: 409,
    party: 'us',
    zh: '这个孩子已有另一位监护人，请先核实并拒绝其中之一',
    en: 'this child has another guardian already; find out who it is and refuse one of them',
  },
  wardForgotten: {
    status: 409,
    party: 'us',
    zh: '登记人的资料已销毁，无法核实',
    en: 'what the guardian told is destroyed, so it cannot be checked',
  },
  passkeyOfAnother: {
    status: 422,
    party: 'payer',
    zh: '签署所用的通行密钥不属于您',
    en: 'the passkey that signed is not yours',
  },
})

import { faults } from '../base/fault.ts'

export const negotiationFaults = faults('negotiation', {
  notFound: { status: 404, retry: 'never', zh: '没有这间谈判室：{room}', en: 'there is no such negotiation: {room}' },
  unknownPartner: { status: 422, zh: '没有这个合作方：{partner}', en: 'there is no such partner: {partner}' },
  alreadyOpen: {
    status: 409,
    retry: 'never',
    zh: '与该合作方已有进行中的谈判 {room}',
    en: 'a negotiation with this partner is open already: {room}',
  },
  versionPending: {
    status: 409,
    zh: '协议第 {version} 版尚未签署完成，签署或撤回后才能另开谈判',
    en: 'version {version} of the agreement is not signed yet; sign or withdraw it first',
  },
  noBase: {
    status: 422,
    zh: '首次签约须给出谈判所依据的条款模板',
    en: 'a first signing needs the template both sides begin from',
  },
  termsInvalid: { status: 422, zh: '条款无效（{at}）：{zh}', en: 'the terms are not valid ({at}): {en}' },
  closedClause: {
    status: 422,
    zh: '本次谈判未开放条款「{clause}」',
    en: 'the clause {clause} is not open in this negotiation',
  },
  notOpen: { status: 409, retry: 'never', zh: '谈判已结束', en: 'this negotiation has ended' },
  bound: {
    status: 409,
    retry: 'never',
    zh: '贵方已确认全部条款，不能再提出变更',
    en: 'your side has declared itself ready and is bound',
  },
  unknownOffer: { status: 422, zh: '没有可答复的对方提案：{offer}', en: 'the other side made no such offer: {offer}' },
  stale: {
    status: 409,
    zh: '谈判已有新的动作（共 {moves} 步），请查看后重试',
    en: 'the negotiation has moved on ({moves} moves); look and try again',
  },
  full: {
    status: 409,
    retry: 'never',
    zh: '一次谈判最多 {most} 步，请结束后另开一次',
    en: 'a negotiation holds at most {most} moves; end it and open another',
  },
  notReady: {
    status: 409,
    zh: '尚不能确认：仍有条款未达成一致，或摘要与当前条款不符',
    en: 'not ready: a clause is still open, or the digest is not that of the agreed terms',
  },
  mayNotApprove: {
    status: 403,
    retry: 'never',
    zh: '确认全部条款即为审批，须有审批协议的权限',
    en: 'being ready approves the version, which needs the permission to approve agreements',
  },
  peopleOnly: {
    status: 403,
    retry: 'never',
    zh: '只有登录的人可以在谈判中行动',
    en: 'only people who signed in move in a negotiation',
  },
})

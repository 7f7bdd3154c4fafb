import { faults } from '../base/fault.ts'

export const researchFaults = faults('research', {
  noSuchPartner: {
    status: 404,
    retry: 'never',
    zh: '没有这个合作方：{partner}',
    en: 'there is no such partner: {partner}',
  },
  noSuchDossier: {
    status: 404,
    retry: 'never',
    zh: '没有这份调研档案：{dossier}',
    en: 'there is no such dossier: {dossier}',
  },
  notYours: { status: 403, retry: 'never', zh: '调研由支付机构进行', en: 'research is done by the institution' },
  sourceTwice: { status: 422, zh: '来源 {source} 出现两次', en: 'source {source} stands there twice' },
  noSource: {
    status: 422,
    zh: '每个数值须注明出处：没有来源 {source}',
    en: 'every figure names where it is from: there is no source {source}',
  },
  inFuture: { status: 422, zh: '日期 {day} 尚未到来', en: '{day} is still to come' },
  readBefore: {
    status: 422,
    zh: '来源 {source} 的查阅日 {read} 早于发布日 {published}',
    en: 'source {source} was read on {read}, before it was published on {published}',
  },
  asOfLater: {
    status: 422,
    zh: '数值的截至日 {day} 晚于来源的查阅日 {read}',
    en: 'the figure is as of {day}, after its source was read on {read}',
  },
  shareTooLarge: {
    status: 422,
    zh: '{figure} 超过 100%：{ppm} ppm',
    en: '{figure} is above 100 %: {ppm} ppm',
  },
  valueOff: {
    status: 422,
    zh: '{figure} 须在 {least} 与 {most} 之间',
    en: '{figure} is between {least} and {most}',
  },
  segmentOff: {
    status: 422,
    zh: '{figure} 的细分 {segment} 缺失、多余或重复',
    en: 'the segment {segment} of {figure} is missing, not meant or there twice',
  },
  figureMissing: {
    status: 409,
    zh: '发布前须有：{figures}',
    en: 'before it is published a dossier needs: {figures}',
  },
  draftMoved: {
    status: 409,
    zh: '草稿已被他人修改，请刷新后重试',
    en: 'somebody else has changed the draft; load it again',
  },
  notDraft: { status: 409, retry: 'never', zh: '该版本已发布', en: 'this version is already published' },
  ownDraft: {
    status: 403,
    retry: 'never',
    zh: '须由另一人发布：本草稿是您保存的',
    en: 'somebody else must publish it: this draft was saved by you',
  },
})

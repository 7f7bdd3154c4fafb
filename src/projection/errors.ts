import { faults } from '../base/fault.ts'

export const projectionFaults = faults('projection', {
  unknownPartner: {
    status: 404,
    retry: 'never',
    zh: '没有这个合作方：{partner}',
    en: 'there is no such partner: {partner}',
  },
  noTerms: {
    status: 422,
    zh: '请写明协议版本或完整条款',
    en: 'name a version of the agreement or give complete terms',
  },
  tooLarge: {
    status: 422,
    zh: '交易超过 {most} 笔，请缩短区间或减少笔数',
    en: 'this is more than {most} rows; choose a shorter span or fewer payments',
  },
  wrongCursor: { status: 400, zh: '翻页位置无效', en: 'the cursor is not one that this list gave out' },
})

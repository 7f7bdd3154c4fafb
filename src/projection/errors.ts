import { faults } from '../base/fault.ts'

export const projectionFaults = faults('projection', {
  unknownPartner: {
    status: 404,
    retry: 'never',
    zh: '没有这个合作方：{partner}',
    en: 'there is no such partner: {partner}',
  },
  tooLarge: {
    status: 422,
    zh: '交易超过 {most} 笔，请缩短区间或减少笔数',
    en: 'this is more than {most} rows; choose a shorter span or fewer payments',
  },
  detailTooLarge: {
    status: 422,
    zh: '盈亏平衡与敏感度至多按 {most} 笔计算，请缩短区间',
    en: 'break-even and sensitivity are computed on at most {most} rows; choose a shorter span',
  },
  wrongCursor: { status: 400, zh: '翻页位置无效', en: 'the cursor is not one that this list gave out' },
})

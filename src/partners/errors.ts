import { faults } from '../base/fault.ts'

export const partnerFaults = faults('partners', {
  notFound: { status: 404, retry: 'never', zh: '没有这个合作方：{partner}', en: 'there is no such partner: {partner}' },
  cannotMove: {
    status: 409,
    retry: 'never',
    zh: '合作方处于「{stage}」阶段，不能执行 {move}',
    en: 'a partner at stage {stage} cannot {move}',
  },
})

import { faults } from '../base/fault.ts'

export const merchantFaults = faults('merchants', {
  notFound: {
    status: 404,
    retry: 'never',
    zh: '没有这个商户：{merchant}',
    en: 'there is no such merchant: {merchant}',
  },
  closed: { status: 409, retry: 'never', zh: '商户 {merchant} 已停用', en: 'merchant {merchant} is closed' },
})

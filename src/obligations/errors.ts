import { faults } from '../base/fault.ts'

export const obligationFaults = faults('obligations', {
  unknownPartner: {
    status: 404,
    retry: 'never',
    zh: '没有这个合作方：{partner}',
    en: 'there is no such partner: {partner}',
  },
  unknownMerchant: { status: 422, zh: '没有这家商户：{merchant}', en: 'there is no such merchant: {merchant}' },
})
